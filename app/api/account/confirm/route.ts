import { confirmByLink } from "@/lib/accounts/use-link.ts";
import { USE_LINK_LIMIT } from "@/lib/http/limits.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/account/confirm", {
  limit: USE_LINK_LIMIT,
  handle: async ({ body, context }) => {
    await confirmByLink(body.token, context);
    return null;
  },
});
