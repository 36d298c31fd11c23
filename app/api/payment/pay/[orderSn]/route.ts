import { payWayFor } from "@/lib/http/device.ts";
import { route } from "@/lib/http/route.ts";
import { continuePayment } from "@/lib/payments/continue-payment.ts";

export const POST = route("POST /api/payment/pay/[orderSn]", {
  handle: ({ member, params, query, context, request }) =>
    continuePayment(member.id, params.orderSn, payWayFor(request.headers, query.cashier), context),
});
