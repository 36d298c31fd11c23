import { orderSnParams } from "@/lib/contracts/orders.ts";
import { route } from "@/lib/http/route.ts";
import { getOrderStatus } from "@/lib/orders/get-order.ts";

export const GET = route({
  access: "member",
  params: orderSnParams,
  handle: ({ member, params }) => getOrderStatus(member.id, params.orderSn),
});
