/** Reads request bodies. */
import type { IncomingMessage } from "node:http";

const LARGEST_BODY = 1024 * 1024;

export class TooLarge extends Error {}

/** The whole body. Throws TooLarge beyond one megabyte. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The body of a form as `a=1&b=2`, whichever of the two form types it came in. */
export async function readForm(request: IncomingMessage): Promise<string> {
  const body = await readBody(request);
  const type = request.headers["content-type"] ?? "";
  if (!/^multipart\/form-data/i.test(type)) return body.toString("latin1");
  const fields = await new Response(new Uint8Array(body), { headers: { "Content-Type": type } }).formData();
  const texts = [...fields].filter((pair): pair is [string, string] => typeof pair[1] === "string");
  return new URLSearchParams(texts).toString();
}
