import { createHash, timingSafeEqual } from "node:crypto";
import type { BatchReport } from "../core/batch.ts";
import { AppError } from "../core/errors.ts";
import { env } from "../env.ts";
import { answer, errorAnswer } from "./answer.ts";

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** `Authorization: Bearer CRON_SECRET` and nothing else: a secret in the address ends up in logs. */
function requireCronSecret(headers: Headers): void {
  const given = headers.get("authorization") ?? "";
  if (!timingSafeEqual(digest(given), digest(`Bearer ${env().cronSecret}`))) throw new AppError("BAD_SECRET");
}

/** A cron's address: secret → batch → report. Any number may run at once; the batch's own claims keep them apart. */
export function cronRoute(run: (now: Date) => Promise<BatchReport>): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      requireCronSecret(request.headers);
      return answer(await run(new Date()));
    } catch (error) {
      return errorAnswer(error, request);
    }
  };
}
