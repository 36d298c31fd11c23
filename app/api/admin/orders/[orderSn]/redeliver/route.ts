import { orderSnParams } from "@/lib/contracts/orders.ts";
import { redeliverOrder } from "@/lib/delivery/redeliver-order.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route({
  access: "admin",
  params: orderSnParams,
  handle: ({ member, params, context }) => redeliverOrder(member.id, params.orderSn, context),
});
