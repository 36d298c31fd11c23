import { tryOwnPassword } from "@/lib/http/limits.ts";
import { route } from "@/lib/http/route.ts";
import { closeAccount } from "@/lib/membership/close-account.ts";

export const POST = route("POST /api/account/close", {
  handle: ({ member, body, context, request }) =>
    tryOwnPassword(request.headers, member, () => closeAccount(member.id, body.password, context)),
});
