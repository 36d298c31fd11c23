import { refundIdParams, reviewRefundBody } from "@/lib/contracts/refunds.ts";
import { route } from "@/lib/http/route.ts";
import { reviewRefund } from "@/lib/refunds/review-refund.ts";

export const POST = route({
  access: "admin",
  params: refundIdParams,
  body: reviewRefundBody,
  handle: ({ member, params, body, context }) => reviewRefund(member.id, BigInt(params.refundId), body, context),
});
