/**
 * One instance of the product that may be killed: the real route handlers behind node:http, in half a second and without a
 * build. Sign-in stays outside, because next-auth's own address needs Next around it. First line: `LISTENING=<port>`.
 */
import { readdir } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { flushCompileCache } from "node:module";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { Readable } from "node:stream";
import { NextRequest } from "next/server.js";
import { env } from "../lib/env.ts";

type Handler = (request: NextRequest, route: { params: Promise<Record<string, string>> }) => Promise<Response>;

interface Address {
  readonly pattern: RegExp;
  readonly handlers: Readonly<Record<string, Handler>>;
}

const API = resolve(import.meta.dirname, "../app/api");

async function findAddresses(): Promise<Address[]> {
  const files = (await readdir(API, { recursive: true })).filter(
    (file) => file.endsWith("/route.ts") && !file.startsWith("auth/"),
  );
  return Promise.all(
    files.map(async (file) => ({
      pattern: new RegExp(`^/api/${file.replace("/route.ts", "").replace(/\[(\w+)\]/g, "(?<$1>[^/]+)")}$`),
      handlers: (await import(resolve(API, file))) as Record<string, Handler>,
    })),
  );
}

function requestOf(message: IncomingMessage): NextRequest {
  const method = message.method ?? "GET";
  const hasBody = method !== "GET" && method !== "HEAD";
  return new NextRequest(new URL(message.url ?? "/", env().appUrl), {
    method,
    headers: message.headers as Record<string, string>,
    ...(hasBody ? { body: Readable.toWeb(message) as ReadableStream, duplex: "half" } : {}),
  });
}

async function serve(addresses: readonly Address[], message: IncomingMessage, answer: ServerResponse): Promise<void> {
  const request = requestOf(message);
  for (const { pattern, handlers } of addresses) {
    const match = pattern.exec(request.nextUrl.pathname);
    const handle = match && handlers[request.method];
    if (!handle) continue;
    const response = await handle(request, { params: Promise.resolve({ ...match.groups }) });
    answer.writeHead(response.status, Object.fromEntries(response.headers));
    answer.end(Buffer.from(await response.arrayBuffer()));
    return;
  }
  answer.writeHead(404).end();
}

const addresses = await findAddresses();
const server = createServer((message, answer) => {
  serve(addresses, message, answer).catch((error: unknown) => {
    console.error(error);
    answer.writeHead(500).end();
  });
});
// It is kept when a process ends, and this one is killed.
flushCompileCache();
server.listen(Number(process.env.PORT ?? 0), "127.0.0.1", () => {
  console.log(`LISTENING=${(server.address() as AddressInfo).port}`);
});
