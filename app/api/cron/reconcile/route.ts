import { cronRoute } from "@/lib/http/cron-route.ts";
import { runJob } from "@/lib/jobs/run-job.ts";

/** In s; Vercel ends the function then. */
export const maxDuration = 300;

export const GET = cronRoute("GET /api/cron/reconcile", (now) => runJob("reconcile", now));
