import { route } from "@/lib/http/route.ts";
import { resolveRefund } from "@/lib/refunds/resolve-refund.ts";

/** Ends a refund that the channel neither pays nor finds. */
export const POST = route("POST /api/admin/refunds/[refundId]/resolve", {
  handle: ({ member, params, body, context }) => resolveRefund(member.id, BigInt(params.refundId), body, context),
});
