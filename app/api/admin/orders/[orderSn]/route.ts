import { inspectOrder } from "@/lib/books/inspect-order.ts";
import { orderSnParams } from "@/lib/contracts/orders.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route({
  access: "admin",
  params: orderSnParams,
  handle: ({ params, context }) => inspectOrder(params.orderSn, context.now),
});
