import { orderSnParams } from "@/lib/contracts/orders.ts";
import { route } from "@/lib/http/route.ts";
import { getOrderDetail } from "@/lib/payments/get-order-detail.ts";

export const GET = route({
  access: "member",
  params: orderSnParams,
  handle: ({ member, params, context }) => getOrderDetail(member.id, params.orderSn, context.now),
});
