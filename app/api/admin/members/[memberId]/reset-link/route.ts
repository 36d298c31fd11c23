import { sendResetLink } from "@/lib/accounts/send-reset-link.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/admin/members/[memberId]/reset-link", {
  handle: ({ params, body, context }) => sendResetLink(BigInt(params.memberId), body.reason, context),
});
