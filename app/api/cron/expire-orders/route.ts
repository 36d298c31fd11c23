import { cronRoute } from "@/lib/http/cron-route.ts";
import { closeExpiredOrders } from "@/lib/payments/close-expired-orders.ts";

export const GET = cronRoute("GET /api/cron/expire-orders", closeExpiredOrders);
