import { cronRoute } from "@/lib/http/cron-route.ts";
import { runJob } from "@/lib/jobs/run-job.ts";

/** In s; Vercel ends the function then. */
export const maxDuration = 120;

export const GET = cronRoute("GET /api/cron/deliver-webhooks", (now) => runJob("deliver-webhooks", now));
