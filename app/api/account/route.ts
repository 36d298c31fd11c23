import { showAccount } from "@/lib/accounts/show-account.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/account", { handle: ({ member }) => showAccount(member.id) });
