import { route } from "@/lib/http/route.ts";
import { resendStray } from "@/lib/refunds/resend-stray.ts";

/** Refunds a stray payment again after a refusal. */
export const POST = route("POST /api/admin/refunds/[refundId]/resend", {
  handle: ({ member, params, context }) => resendStray(member.id, BigInt(params.refundId), context),
});
