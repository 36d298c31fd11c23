import { route } from "@/lib/http/route.ts";
import { getOrderDetail } from "@/lib/payments/get-order-detail.ts";

export const GET = route("GET /api/payment/order/[orderSn]", {
  handle: ({ member, params, context }) => getOrderDetail(member.id, params.orderSn, context.now),
});
