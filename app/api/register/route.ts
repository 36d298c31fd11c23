import { registerAccount } from "@/lib/accounts/register-account.ts";
import { env } from "@/lib/env.ts";
import { REGISTER_LIMIT } from "@/lib/http/limits.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/register", {
  limit: REGISTER_LIMIT,
  handle: async ({ body, context }) => ({
    id: Number(await registerAccount(body, context.now, "MEMBER", env().mail !== null)),
  }),
});
