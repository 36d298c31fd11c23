import { createHmac } from "node:crypto";
import type { TargetKind } from "../contracts/operators.ts";

export interface RobotCall {
  readonly url: string;
  readonly body: object;
}

/** What a robot is sent, signed as it asks for. Each kind signs in its own way, by its own description of 加签 / 签名校验. */
export function robotCall(
  { kind, address, secret }: { kind: Exclude<TargetKind, "MAIL">; address: string; secret: string | null },
  text: string,
  now: Date,
): RobotCall {
  if (kind === "FEISHU") {
    const timestamp = String(Math.floor(now.getTime() / 1000));
    // The text to sign is the key, and nothing is signed with it.
    const sign = secret && createHmac("sha256", `${timestamp}\n${secret}`).digest("base64");
    return { url: address, body: { ...(sign ? { timestamp, sign } : {}), msg_type: "text", content: { text } } };
  }
  const body = { msgtype: "text", text: { content: text } };
  if (kind === "WECOM" || secret === null) return { url: address, body };
  const timestamp = String(now.getTime());
  const sign = createHmac("sha256", secret).update(`${timestamp}\n${secret}`).digest("base64");
  const url = new URL(address);
  url.searchParams.set("timestamp", timestamp);
  url.searchParams.set("sign", sign);
  return { url: url.href, body };
}
