import { route } from "@/lib/http/route.ts";
import { getOrderStatus } from "@/lib/orders/get-order.ts";

export const GET = route("GET /api/payment/order-status/[orderSn]", {
  handle: ({ member, params }) => getOrderStatus(member.id, params.orderSn),
});
