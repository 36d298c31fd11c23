import { orderSnParams } from "@/lib/contracts/orders.ts";
import { route } from "@/lib/http/route.ts";
import { cancelOrder } from "@/lib/payments/close-order.ts";

export const POST = route({
  access: "member",
  params: orderSnParams,
  handle: ({ member, params, context }) => cancelOrder(member.id, params.orderSn, context),
});
