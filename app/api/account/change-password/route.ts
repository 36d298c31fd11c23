import { changePassword } from "@/lib/accounts/change-password.ts";
import { tryOwnPassword } from "@/lib/http/limits.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/account/change-password", {
  handle: ({ member, body, context, request }) =>
    tryOwnPassword(request.headers, member, () => changePassword(member, body, context)),
});
