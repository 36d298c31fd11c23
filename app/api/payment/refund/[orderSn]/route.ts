import { route } from "@/lib/http/route.ts";
import { requestRefund } from "@/lib/refunds/request-refund.ts";

export const POST = route("POST /api/payment/refund/[orderSn]", {
  handle: ({ member, params, body, requestKey, context }) =>
    requestRefund(member.id, { ...body, orderSn: params.orderSn, requestKey }, context),
});
