import { cronRoute } from "@/lib/http/cron-route.ts";
import { sendPendingNotices } from "@/lib/notices/send-pending-notices.ts";

export const GET = cronRoute("GET /api/cron/send-notifications", sendPendingNotices);
