import type { Message } from "./post-message.ts";
import { signedHeaders } from "./sign.ts";

/** What is posted to a receiver: the body is the same for every try, the signature is of this one. */
export function messageOf(
  url: string,
  event: { readonly id: string; readonly type: string; readonly timestamp: string; readonly data: object },
  secrets: readonly string[],
  now: Date,
): Message {
  const body = JSON.stringify(event);
  const headers = {
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    "user-agent": "zhangfang-webhooks/1",
    ...signedHeaders({ id: event.id, body }, secrets, now),
  };
  return { url, headers, body };
}
