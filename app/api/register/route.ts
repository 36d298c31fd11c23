import { registerAccount } from "@/lib/accounts/register-account.ts";
import { env } from "@/lib/env.ts";
import { CONFIRMATION_MAIL_LIMIT, mayMail, REGISTER_LIMIT } from "@/lib/http/limits.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/register", {
  limit: REGISTER_LIMIT,
  handle: async ({ body, context }) => {
    // A mailbox has had enough of them: the account is made all the same, so that nobody can keep its owner from registering.
    const isAsked = env().mail !== null && (await mayMail(CONFIRMATION_MAIL_LIMIT, body.email));
    return { id: Number(await registerAccount(body, context.now, "MEMBER", isAsked)) };
  },
});
