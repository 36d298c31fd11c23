/** Responses, and the faults that change them. */
import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { encode, type Charset } from "./charset.ts";
import type { ActiveFault } from "./faults.ts";

export type Reply = { status: number; headers: Record<string, string>; body: Buffer };

const DRIP_MS = 20;

export const text = (status: number, type: string, body: string, charset: Charset = "utf-8"): Reply => ({
  status,
  headers: { "Content-Type": `${type};charset=${charset === "gbk" ? "GBK" : "utf-8"}` },
  body: encode(body, charset),
});

export const json = (value: unknown, status = 200): Reply =>
  text(status, "application/json", `${JSON.stringify(value)}\n`);

export const page = (markup: string, status = 200): Reply => text(status, "text/html", markup);

export const redirect = (location: string, status: 302 | 303 = 302): Reply => ({
  status,
  headers: { Location: location },
  body: Buffer.alloc(0),
});

/** Sends a reply; a transport fault may suppress, break or replace it. */
export async function deliver(response: ServerResponse, reply: Reply, fault?: ActiveFault): Promise<void> {
  switch (fault?.shape) {
    case "hang":
      return;
    case "reset":
      return void response.socket?.resetAndDestroy();
    case "status":
      return send(response, page("<html><body><h1>Bad Gateway</h1></body></html>", fault.rule.status ?? 502));
    case "html":
      return send(response, page("<html><body>系统繁忙，请稍后再试</body></html>"));
    case "truncate":
      return send(response, { ...reply, body: reply.body.subarray(0, Math.floor(reply.body.length / 2)) });
    case "drip":
      return drip(response, reply, fault.rule.delayMs ?? DRIP_MS);
    default:
      return send(response, reply);
  }
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, { ...headers, "Content-Length": body.length }).end(body);
}

/** One byte after the other, `gapMs` apart, until the reader goes away. */
async function drip(response: ServerResponse, { status, headers, body }: Reply, gapMs: number): Promise<void> {
  response.writeHead(status, { ...headers, "Content-Length": body.length });
  for (const byte of body) {
    if (response.destroyed) return;
    response.write(Uint8Array.of(byte));
    await pause(gapMs);
  }
  response.end();
}
