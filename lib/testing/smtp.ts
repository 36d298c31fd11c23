import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, beforeEach, vi } from "vitest";

/** A mail as it arrived, decoded. */
export interface ReceivedMail {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly messageId: string;
  readonly text: string;
}

/** The server's answer to RCPT; "silence": no answer. */
type Mood = "250 OK" | "451 try later" | "550 no such user" | "silence";

export interface Mailbox {
  readonly received: ReceivedMail[];
  /** Per address; all others are accepted. */
  readonly moods: Map<string, Mood>;
  /** How many mails were offered, per address. */
  readonly asked: Map<string, number>;
}

/** A minimal SMTP server on loopback. Call it before anything reads the environment. */
export function useMailbox(): Mailbox {
  const mailbox: Mailbox = { received: [], moods: new Map(), asked: new Map() };
  let server: Server;
  beforeAll(async () => {
    server = createServer((socket) => void converse(socket, mailbox).catch(() => socket.destroy()));
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as AddressInfo;
    vi.stubEnv("SMTP_URL", `smtp://127.0.0.1:${port}/?socketTimeout=2000`);
    vi.stubEnv("MAIL_FROM", "账房 <no-reply@shop.example>");
  });
  beforeEach(() => {
    mailbox.received.length = 0;
    mailbox.moods.clear();
    mailbox.asked.clear();
  });
  afterAll(() => void server.close());
  return mailbox;
}

async function converse(socket: Socket, { received, moods, asked }: Mailbox): Promise<void> {
  const say = (line: string) => socket.write(`${line}\r\n`);
  let to = "";
  let data: string[] | undefined;
  say("220 mailbox.test");
  for await (const line of createInterface({ input: socket, crlfDelay: Infinity })) {
    if (data && line === ".") {
      received.push(decode(to, data));
      data = undefined;
      say("250 taken");
    } else if (data) data.push(line);
    else if (/^EHLO/i.test(line)) say("250 mailbox.test");
    else if (/^RCPT TO:<(.*)>/i.test(line)) {
      to = /<(.*)>/.exec(line)![1]!;
      asked.set(to, (asked.get(to) ?? 0) + 1);
      const mood = moods.get(to) ?? "250 OK";
      if (mood !== "silence") say(mood);
    } else if (/^DATA/i.test(line)) {
      data = [];
      say("354 go on");
    } else say(/^QUIT/i.test(line) ? "221 bye" : "250 OK");
  }
}

function decode(to: string, lines: readonly string[]): ReceivedMail {
  const end = lines.indexOf("");
  // A header that goes on begins its next line with a space.
  const headers = lines.slice(0, end).join("\n").replace(/\n\s+/g, " ").split("\n");
  const header = (name: string) =>
    words(headers.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? "");
  const text = Buffer.from(lines.slice(end).join(""), "base64").toString();
  return { to, from: header("From"), subject: header("Subject"), messageId: header("Message-ID"), text };
}

/** Encoded words (RFC 2047, base64 or quoted) as text. */
function words(header: string): string {
  return header
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, encoded: string) =>
      kind.toUpperCase() === "B"
        ? Buffer.from(encoded, "base64").toString()
        : decodeURIComponent(encoded.replaceAll("_", " ").replace(/=(?=[0-9A-F]{2})/gi, "%")),
    );
}
