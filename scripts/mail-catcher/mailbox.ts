import type { AddressInfo } from "node:net";
import { simpleParser, type AddressObject } from "mailparser";
import { SMTPServer, type SMTPServerDataStream } from "smtp-server";

/** A mail as its reader would see it, without its pictures and its markup. */
export interface CaughtMail {
  readonly id: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly time: string;
}

/** How many mails are kept; the oldest go first. */
const KEPT = 200;
const MOST_BYTES = 1024 * 1024;

/** Takes every mail for everybody and sends none on. Listens on loopback alone. */
export class Mailbox {
  readonly #mails: CaughtMail[] = [];
  readonly #server: SMTPServer;
  #count = 0;

  constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["AUTH", "STARTTLS"],
      disableReverseLookup: true,
      size: MOST_BYTES,
      onData: (stream, session, done) => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        this.#keep(stream, to).then(() => done(), done);
      },
    });
    // A client that hangs up in the middle is no reason to fall.
    this.#server.on("error", () => undefined);
  }

  /** The address for SMTP_URL. */
  async listen(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, "127.0.0.1", done));
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    return new Promise((done) => this.#server.close(done));
  }

  /** The newest first. `to`: those to this address alone. */
  mails(to: string | null): CaughtMail[] {
    return this.#mails.filter((mail) => to === null || mail.to.includes(to));
  }

  async #keep(stream: SMTPServerDataStream, to: readonly string[]): Promise<void> {
    const parsed = await simpleParser(stream, { skipHtmlToText: true, skipImageLinks: true });
    const { subject = "", text = "（这封邮件没有文字）", date = new Date() } = parsed;
    this.#count += 1;
    const from = (parsed.from as AddressObject | undefined)?.text ?? "";
    this.#mails.unshift({ id: this.#count, from, to, subject, text, time: date.toISOString() });
    this.#mails.splice(KEPT);
  }
}
