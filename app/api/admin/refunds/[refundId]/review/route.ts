import { route } from "@/lib/http/route.ts";
import { reviewRefund } from "@/lib/refunds/review-refund.ts";

export const POST = route("POST /api/admin/refunds/[refundId]/review", {
  handle: ({ member, params, body, context }) => reviewRefund(member.id, BigInt(params.refundId), body, context),
});
