import { cronRoute } from "@/lib/http/cron-route.ts";
import { completeOrders } from "@/lib/orders/complete-orders.ts";

export const GET = cronRoute("GET /api/cron/complete-orders", completeOrders);
