import { metrics } from "../metrics.ts";
import { errorAnswer } from "./answer.ts";
import { requireCronSecret } from "./cron-secret.ts";

/** The metrics as Prometheus reads them, for the bearer of CRON_SECRET. `setGauges` fills in what the database says. */
export function answerMetrics(setGauges: (now: Date) => Promise<void>): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      requireCronSecret(request.headers);
      await setGauges(new Date());
      return new Response(await metrics.registry.metrics(), {
        headers: { "content-type": metrics.registry.contentType, "cache-control": "no-store" },
      });
    } catch (error) {
      return errorAnswer(error, request);
    }
  };
}
