import { requestConfirmation } from "@/lib/accounts/request-link.ts";
import { addressOf, CONFIRMATION_MAIL_LIMIT, LINK_REQUEST_LIMIT, spendPoint } from "@/lib/http/limits.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/account/request-confirmation", {
  handle: async ({ member, context, request }) => {
    await spendPoint(LINK_REQUEST_LIMIT, addressOf(request.headers));
    await spendPoint(CONFIRMATION_MAIL_LIMIT, member.email ?? String(member.id));
    await requestConfirmation(member, context.now);
    return null;
  },
});
