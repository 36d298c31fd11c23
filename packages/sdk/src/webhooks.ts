import type { ZhangfangEvent } from "./schema.ts";

export class WebhookError extends Error {
  override readonly name = "WebhookError";
}

export interface Delivery {
  /** The body as it arrived, byte for byte: parsed and written again it has another signature. */
  readonly body: string;
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The secret of the endpoint ("whsec_…"); two of them while it is being rotated. */
  readonly secret: string | readonly string[];
  /** Only to try old deliveries out. */
  readonly now?: Date;
}

/** How old or how far ahead a delivery may be, in seconds: a recorded one is worth nothing later. */
const TOLERANCE_SECONDS = 300;

/**
 * The event of a delivery whose signature is right (Standard Webhooks). Throws WebhookError: answer 400 and do nothing. The
 * same event may come twice; its `id` is the same then.
 */
export async function verifyWebhook({ body, headers, secret, now = new Date() }: Delivery): Promise<ZhangfangEvent> {
  const [id, timestamp, signatures] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) =>
    header(headers, name),
  );
  if (!id || !timestamp || !signatures)
    throw new WebhookError("缺少 webhook-id、webhook-timestamp 或 webhook-signature。");
  const ageSeconds = Math.abs(now.getTime() / 1_000 - Number(timestamp));
  if (!/^\d+$/.test(timestamp) || ageSeconds > TOLERANCE_SECONDS)
    throw new WebhookError("webhook-timestamp 离现在太远。");
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  const given = signatures
    .split(" ")
    .filter((one) => one.startsWith("v1,"))
    .map((one) => bytesOf(one.slice(3)));
  for (const one of [secret].flat()) {
    const key = await keyOf(one);
    // The platform's own comparison takes the same time for every wrong signature.
    for (const bytes of given) if (await crypto.subtle.verify("HMAC", key, bytes, signed)) return eventOf(body, id);
  }
  throw new WebhookError("签名不对。");
}

function header(headers: Delivery["headers"], name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const found = Object.entries(headers).find(([other]) => other.toLowerCase() === name)?.[1];
  return typeof found === "string" ? found : found?.[0];
}

function keyOf(secret: string): Promise<CryptoKey> {
  const raw = bytesOf(secret.replace(/^whsec_/, ""));
  if (raw.length === 0) throw new WebhookError("密钥不是 whsec_ 开头的 base64。");
  return crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
}

/** Empty where the text is no base64. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

function eventOf(body: string, id: string): ZhangfangEvent {
  let event: ZhangfangEvent;
  try {
    event = JSON.parse(body) as ZhangfangEvent;
  } catch (cause) {
    throw new WebhookError("内容不是 JSON。", { cause });
  }
  if (event.id !== id) throw new WebhookError("webhook-id 与事件的 id 不同。");
  return event;
}
