import { route } from "@/lib/http/route.ts";
import { getRefundForReview } from "@/lib/refunds/list-refunds.ts";

export const GET = route("GET /api/admin/refunds/[refundId]", {
  handle: ({ member, params }) => getRefundForReview(member.id, BigInt(params.refundId)),
});
