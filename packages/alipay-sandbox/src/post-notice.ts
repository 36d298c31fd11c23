/** One delivery of a notice: a POST as Alipay sends it, and what came back. */
import { request as httpRequest, Agent, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Switches } from "./merchant.ts";
import type { Delivery } from "./notice.ts";

const KEPT_CHARACTERS = 300;
const LONGEST_ANSWER = 64 * 1024;
const MALFORMED = "application/x-www-form-urlencoded; text/html; charset=utf-8";
const PROPER = "application/x-www-form-urlencoded; charset=utf-8";

/** Keep-alive agent with a short idle time. */
export const noticeAgent = (): Agent => new Agent({ keepAlive: true, maxSockets: 64, timeout: 4_000 });

/** Sends, never follows a redirect, never throws. `at` is the sandbox's time of sending. */
export async function postNotice(
  url: string,
  body: string,
  at: number,
  switches: Switches,
  agent: Agent,
): Promise<Delivery> {
  const started = performance.now();
  const done = (status: number, text: string, error?: string): Delivery => {
    const ms = Math.round(performance.now() - started);
    return { at, status, body: text.slice(0, KEPT_CHARACTERS), ms, ...(error === undefined ? {} : { error }) };
  };
  try {
    const { status, text } = await send(new URL(url), body, switches, agent);
    return done(status, text);
  } catch (error) {
    return done(0, "", error instanceof Error ? error.message || error.name : String(error));
  }
}

/** Success is HTTP 200 and exactly the seven letters; white space is not accepted unless a switch allows it. */
export function wasAccepted(delivery: Delivery, switches: Switches): boolean {
  const text = switches.trimNotifyAnswer ? delivery.body.trim() : delivery.body;
  return delivery.status === 200 && text === "success";
}

function send(url: URL, body: string, switches: Switches, agent: Agent): Promise<{ status: number; text: string }> {
  const secure = url.protocol === "https:";
  const options: RequestOptions = {
    method: "POST",
    headers: {
      "User-Agent": "Mozilla/4.0",
      "Content-Type": switches.malformedContentType ? MALFORMED : PROPER,
      "Content-Length": Buffer.byteLength(body),
    },
    signal: AbortSignal.timeout(switches.notifyTimeoutMs),
    ...(secure ? {} : { agent }),
  };
  return new Promise((resolve, reject) => {
    const post = (secure ? httpsRequest : httpRequest)(url, options, (answer) => {
      readText(answer).then((text) => resolve({ status: answer.statusCode ?? 0, text }), reject);
    });
    post.on("error", (error) => {
      reject(error.name === "AbortError" ? new Error(`${switches.notifyTimeoutMs} 毫秒内没有回答`) : error);
    });
    post.end(body);
  });
}

async function readText(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LONGEST_ANSWER) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
