import { checkHealth } from "@/lib/books/check-health.ts";
import { checkJobs } from "@/lib/jobs/check-jobs.ts";
import { route } from "@/lib/http/route.ts";

/** Liveness; with `?ready=1` the database is asked too, with `?jobs=1` whether every job runs. */
export const GET = route("GET /api/health", {
  handle: async ({ query, context }) => ({
    status: "ok",
    ...(query.ready === "1" ? await checkHealth() : {}),
    ...(query.jobs === "1" ? await checkJobs(context.now) : {}),
  }),
});
