import { route } from "@/lib/http/route.ts";
import { cancelOrder } from "@/lib/payments/close-order.ts";

export const POST = route("POST /api/payment/cancel/[orderSn]", {
  handle: ({ member, params, context }) => cancelOrder(member.id, params.orderSn, context),
});
