import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import { WEBHOOK_MS } from "../core/lease.ts";
import { env } from "../env.ts";
import { addressesOf, RefusedTarget, type Address, type Resolve } from "./target.ts";

/** What a receiver answered. */
export interface Reply {
  /** null: nothing. */
  readonly status: number | null;
  /** The beginning of it. */
  readonly answer: string;
  /** Why it does not count, or why there is none. */
  readonly refusal: string | null;
  readonly durationMs: number;
}

/** As much of an answer is read, and as much of that is kept, in bytes. */
const MOST_READ = 64 * 1024;
const MOST_KEPT = 4 * 1024;

export interface Message {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Posts a message to a receiver and waits for its answer, from the question for its name to the last byte no longer than `limitMs`.
 * A 2xx is the only success. Connects to the addresses that were checked and to no other, and follows no redirect. Never throws.
 */
export async function postMessage(
  message: Message,
  { limitMs = WEBHOOK_MS, resolve }: { readonly limitMs?: number; readonly resolve?: Resolve } = {},
): Promise<Reply> {
  const begun = performance.now();
  const deadline = AbortSignal.timeout(limitMs);
  const heard: { status: number | null; answer: string } = { status: null, answer: "" };
  let refusal: string | null = null;
  try {
    const url = new URL(message.url);
    const addresses = await before(deadline, addressesOf(url, env().mayReachPrivate, resolve));
    const response = await before(deadline, send(url, addresses, message, deadline));
    heard.status = response.statusCode ?? null;
    heard.answer = await readSome(response);
    refusal = refusalOf(heard.status);
  } catch (thrown) {
    refusal = heard.status === null ? reasonOf(thrown, deadline) : refusalOf(heard.status);
  }
  return { ...heard, refusal, durationMs: Math.round(performance.now() - begun) };
}

/** What is awaited, or the deadline. What comes later is left alone. */
function before<Result>(deadline: AbortSignal, awaited: Promise<Result>): Promise<Result> {
  const late = new Promise<never>((_, reject) => {
    deadline.addEventListener("abort", () => reject(deadline.reason as Error), { once: true });
  });
  return Promise.race([awaited, late]);
}

function send(url: URL, addresses: readonly Address[], { headers, body }: Message, signal: AbortSignal) {
  return new Promise<IncomingMessage>((resolve, reject) => {
    const request = url.protocol === "https:" ? requestHttps : requestHttp;
    // A connection of its own: one that is kept open would be to an address that was checked for another message.
    const options = { method: "POST", headers, signal, agent: false, lookup: answering(addresses) };
    request(url, options, resolve).on("error", reject).end(body);
  });
}

/** Answers every question for the name with what was checked. */
function answering(addresses: readonly Address[]): LookupFunction {
  const [first] = addresses as [Address, ...Address[]];
  return (_host, { all }, answer) => {
    if (all) answer(null, [...addresses]);
    else answer(null, first.address, first.family);
  };
}

/** The beginning of an answer; the rest is not waited for. Bytes that the database does not store are replaced. */
async function readSome(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= MOST_READ) break;
    }
  } catch {
    // The status has come, and says what counts; an answer that breaks off or drips is shown as far as it came.
  }
  response.destroy();
  return Buffer.concat(chunks).subarray(0, MOST_KEPT).toString("utf8").replaceAll("\0", "\uFFFD");
}

/** Why an answer does not count; null: it does. */
function refusalOf(status: number | null): string | null {
  if (status !== null && status >= 200 && status < 300) return null;
  return status !== null && status >= 300 && status < 400 ? "答复要跳转到别处，不跟随" : `答复 ${String(status)}`;
}

function reasonOf(thrown: unknown, deadline: AbortSignal): string {
  if (deadline.aborted) return "没有在时限内答复";
  if (thrown instanceof RefusedTarget) return thrown.message;
  const { code, message } = thrown as { code?: string; message?: string };
  return `没有送到（${code ?? message ?? "未知原因"}）`.slice(0, 200);
}
