import { registerAccount } from "@/lib/accounts/register-account.ts";
import { registerBody } from "@/lib/contracts/accounts.ts";
import { REGISTER_LIMIT } from "@/lib/http/limits.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route({
  access: "public",
  limit: REGISTER_LIMIT,
  body: registerBody,
  handle: async ({ body, context }) => ({ id: Number(await registerAccount(body, context.now)) }),
});
