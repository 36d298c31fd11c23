import { requestPassword } from "@/lib/accounts/request-link.ts";
import { LINK_REQUEST_LIMIT, RESET_MAIL_LIMIT, spendPoint } from "@/lib/http/limits.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/account/request-password", {
  limit: LINK_REQUEST_LIMIT,
  handle: async ({ member, body, context }) => {
    await spendPoint(RESET_MAIL_LIMIT, body.email);
    await requestPassword(member.id, body.email, context.now);
    return null;
  },
});
