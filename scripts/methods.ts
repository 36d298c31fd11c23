import { randomUUID } from "node:crypto";
import http, { type RequestListener, type Server, type ServerResponse } from "node:http";

/** What is read and never written to: every page, and every file that a browser gets. */
const READING = new Set(["GET", "HEAD"]);
/** Next answers 500 to them, at any address. */
const UNKNOWN = new Set(["TRACE", "TRACK", "CONNECT"]);

/** Whether Next has an answer to this method at this address; to a file that is not read it would answer 500. */
function isAnswerable(method: string, path: string): boolean {
  return path.startsWith("/api/") ? !UNKNOWN.has(method) : READING.has(method);
}

/** A handler numbers its answers and a page's proxy its pages; what Next answers by itself, a file or 405, is numbered here. */
function numberAnswer(response: ServerResponse): void {
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = ((...args: unknown[]) => {
    if (!response.hasHeader("x-request-id")) response.setHeader("x-request-id", randomUUID());
    return writeHead(...args);
  }) as typeof response.writeHead;
}

/** Lets the server that Next will open answer 405 to what Next has no answer to, and number every answer. */
export function refuseOtherMethods(): void {
  const open = http.createServer.bind(http);
  http.createServer = ((listener: RequestListener): Server =>
    open((request, response) => {
      numberAnswer(response);
      if (isAnswerable(request.method ?? "GET", request.url ?? "/")) return listener(request, response);
      const headers = { allow: "GET, HEAD", "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
      request.resume();
      return response.writeHead(405, { ...headers, "x-content-type-options": "nosniff" }).end("不支持这种请求方法。\n");
    })) as typeof http.createServer;
}
