import { cronRoute } from "@/lib/http/cron-route.ts";
import { settleRefunds } from "@/lib/refunds/settle-refunds.ts";

export const GET = cronRoute("GET /api/cron/settle-refunds", settleRefunds);
