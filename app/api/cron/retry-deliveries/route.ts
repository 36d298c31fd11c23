import { cronRoute } from "@/lib/http/cron-route.ts";
import { retryDeliveries } from "@/lib/delivery/retry-deliveries.ts";

export const GET = cronRoute("GET /api/cron/retry-deliveries", retryDeliveries);
