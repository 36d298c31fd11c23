import { route } from "@/lib/http/route.ts";
import { closeAnyOrder } from "@/lib/payments/close-order.ts";

export const POST = route("POST /api/admin/orders/[orderSn]/close", {
  handle: ({ params, body, context }) => closeAnyOrder(params.orderSn, body.reason, context),
});
