import { createHash, timingSafeEqual } from "node:crypto";
import { AppError } from "../core/errors.ts";
import { env } from "../env.ts";

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** `Authorization: Bearer CRON_SECRET` and nothing else: a secret in the address ends up in logs. Throws BAD_SECRET (401). */
export function requireCronSecret(headers: Headers): void {
  const given = headers.get("authorization") ?? "";
  if (!timingSafeEqual(digest(given), digest(`Bearer ${env().cronSecret}`))) throw new AppError("BAD_SECRET");
}
