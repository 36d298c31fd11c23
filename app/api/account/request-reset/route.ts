import { requestReset } from "@/lib/accounts/request-link.ts";
import { LINK_REQUEST_LIMIT, RESET_MAIL_LIMIT, spendPoint } from "@/lib/http/limits.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/account/request-reset", {
  limit: LINK_REQUEST_LIMIT,
  handle: async ({ body, context }) => {
    await spendPoint(RESET_MAIL_LIMIT, body.email);
    await requestReset(body.email, context);
    return null;
  },
});
