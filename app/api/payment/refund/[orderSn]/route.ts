import { orderSnParams } from "@/lib/contracts/orders.ts";
import { requestRefundBody } from "@/lib/contracts/refunds.ts";
import { route } from "@/lib/http/route.ts";
import { requestRefund } from "@/lib/refunds/request-refund.ts";

export const POST = route({
  access: "member",
  params: orderSnParams,
  body: requestRefundBody,
  handle: ({ member, params, body, requestKey, context }) =>
    requestRefund(member.id, { ...body, orderSn: params.orderSn, requestKey }, context),
});
