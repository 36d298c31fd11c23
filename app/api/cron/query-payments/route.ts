import { cronRoute } from "@/lib/http/cron-route.ts";
import { queryPendingPayments } from "@/lib/payments/query-pending-payments.ts";

export const GET = cronRoute("GET /api/cron/query-payments", queryPendingPayments);
