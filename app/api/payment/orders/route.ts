import { route } from "@/lib/http/route.ts";
import { listOrders } from "@/lib/orders/list-orders.ts";

export const GET = route("GET /api/payment/orders", {
  handle: ({ member, query, context }) => listOrders(member.id, query, context.now),
});
