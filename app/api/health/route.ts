import { checkHealth } from "@/lib/books/check-health.ts";
import { checkJobs } from "@/lib/jobs/check-jobs.ts";
import { requireCronSecret } from "@/lib/http/cron-secret.ts";
import { addressOf } from "@/lib/http/limits.ts";
import { route } from "@/lib/http/route.ts";

/**
 * Liveness; with `?ready=1` the database is asked too, with `?jobs=1` whether every job runs. `?caller=1` tells the doctor
 * whom limits count it as, and nobody else: the answer may be the address of a proxy behind the first.
 */
export const GET = route("GET /api/health", {
  handle: async ({ query, context, request }) => ({
    status: "ok",
    ...(query.caller === "1" ? callerFor(request.headers) : {}),
    ...(query.ready === "1" ? await checkHealth() : {}),
    ...(query.jobs === "1" ? await checkJobs(context.now) : {}),
  }),
});

function callerFor(headers: Headers): { caller: string } {
  requireCronSecret(headers);
  return { caller: addressOf(headers) };
}
