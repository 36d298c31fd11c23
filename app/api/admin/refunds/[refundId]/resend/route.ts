import { route } from "@/lib/http/route.ts";
import { resendStray } from "@/lib/refunds/resend-stray.ts";

/** Sends back once more the stray money whose return Alipay refused. */
export const POST = route("POST /api/admin/refunds/[refundId]/resend", {
  handle: ({ member, params, context }) => resendStray(member.id, BigInt(params.refundId), context),
});
