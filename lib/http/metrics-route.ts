import { metrics } from "../metrics.ts";
import { errorAnswer } from "./answer.ts";
import { requireCronSecret } from "./cron-secret.ts";
import { numbered } from "./request-id.ts";

/** The metrics as Prometheus reads them, for the bearer of CRON_SECRET. `setters` fill in what the database says. */
export function answerMetrics(
  ...setters: readonly ((now: Date) => Promise<void>)[]
): (request: Request) => Promise<Response> {
  return numbered(async (request) => {
    try {
      requireCronSecret(request.headers);
      const now = new Date();
      await Promise.all(setters.map((set) => set(now)));
      return new Response(await metrics.registry.metrics(), {
        headers: { "content-type": metrics.registry.contentType, "cache-control": "no-store" },
      });
    } catch (error) {
      return errorAnswer(error, request);
    }
  });
}
