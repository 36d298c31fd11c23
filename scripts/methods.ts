import http, { type RequestListener, type Server } from "node:http";

/** What is read and never written to: every page, and every file that a browser gets. */
const READING = new Set(["GET", "HEAD"]);
/** Next answers 500 to them, at any address. */
const UNKNOWN = new Set(["TRACE", "TRACK", "CONNECT"]);

/** Whether Next has an answer to this method at this address; to a file that is not read it would answer 500. */
function isAnswerable(method: string, path: string): boolean {
  return path.startsWith("/api/") ? !UNKNOWN.has(method) : READING.has(method);
}

/** Lets the server that Next will open answer 405 to what Next has no answer to. */
export function refuseOtherMethods(): void {
  const open = http.createServer.bind(http);
  http.createServer = ((listener: RequestListener): Server =>
    open((request, response) => {
      if (isAnswerable(request.method ?? "GET", request.url ?? "/")) return listener(request, response);
      const headers = { allow: "GET, HEAD", "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
      request.resume();
      return response.writeHead(405, { ...headers, "x-content-type-options": "nosniff" }).end("不支持这种请求方法。\n");
    })) as typeof http.createServer;
}
