import { route } from "@/lib/http/route.ts";
import { listJobs } from "@/lib/jobs/list-jobs.ts";

export const GET = route("GET /api/admin/jobs", { handle: ({ context }) => listJobs(context.now) });
