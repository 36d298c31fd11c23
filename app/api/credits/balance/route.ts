import { getBalance } from "@/lib/credits/get-balance.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/credits/balance", {
  handle: ({ member, context }) => getBalance(member.id, context.now),
});
