import { refundIdParams } from "@/lib/contracts/refunds.ts";
import { route } from "@/lib/http/route.ts";
import { getRefundForReview } from "@/lib/refunds/list-refunds.ts";

export const GET = route({
  access: "admin",
  params: refundIdParams,
  handle: ({ member, params }) => getRefundForReview(member.id, BigInt(params.refundId)),
});
