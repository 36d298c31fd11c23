import { listLedger } from "@/lib/credits/list-ledger.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/credits/ledger", {
  handle: ({ member, query }) => listLedger(member.id, query),
});
