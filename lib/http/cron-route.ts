import { createHash, timingSafeEqual } from "node:crypto";
import { endpoints, type AnswerOf, type NameFor } from "../contracts/api.ts";
import { AppError } from "../core/errors.ts";
import { env } from "../env.ts";
import { errorAnswer } from "./answer.ts";
import { typedAnswer } from "./typed-answer.ts";

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** `Authorization: Bearer CRON_SECRET` and nothing else: a secret in the address ends up in logs. */
function requireCronSecret(headers: Headers): void {
  const given = headers.get("authorization") ?? "";
  if (!timingSafeEqual(digest(given), digest(`Bearer ${env().cronSecret}`))) throw new AppError("BAD_SECRET");
}

/** A cron's address: secret → batch → report. Any number may run at once; the claims prevent double work. */
export function cronRoute<Name extends NameFor<"cron">>(
  name: Name,
  run: (now: Date) => Promise<AnswerOf<Name>>,
): (request: Request) => Promise<Response> {
  const { answer } = endpoints[name];
  return async (request) => {
    try {
      requireCronSecret(request.headers);
      return typedAnswer(answer, await run(new Date()));
    } catch (error) {
      return errorAnswer(error, request);
    }
  };
}
