import { inspectOrder } from "@/lib/books/inspect-order.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/admin/orders/[orderSn]", {
  handle: ({ params, context }) => inspectOrder(params.orderSn, context.now),
});
