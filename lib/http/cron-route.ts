import { endpoints, type AnswerOf, type NameFor } from "../contracts/api.ts";
import { errorAnswer } from "./answer.ts";
import { requireCronSecret } from "./cron-secret.ts";
import { timed } from "./timed.ts";
import { typedAnswer } from "./typed-answer.ts";

/** A cron's address: secret → batch → report. Any number may run at once; the claims prevent double work. */
export function cronRoute<Name extends NameFor<"cron">>(
  name: Name,
  run: (now: Date) => Promise<AnswerOf<Name>>,
): (request: Request) => Promise<Response> {
  const { answer } = endpoints[name];
  return timed(name, async (request: Request) => {
    try {
      requireCronSecret(request.headers);
      return typedAnswer(answer, await run(new Date()));
    } catch (error) {
      return errorAnswer(error, request);
    }
  });
}
