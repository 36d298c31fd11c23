import { refundDifference } from "@/lib/books/refund-difference.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/admin/differences/[differenceId]/refund", {
  handle: ({ member, params, body, context }) =>
    refundDifference(member.id, BigInt(params.differenceId), body.reason, context),
});
