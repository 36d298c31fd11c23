import { listLedgerQuery } from "@/lib/contracts/credits.ts";
import { listLedger } from "@/lib/credits/list-ledger.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route({
  access: "member",
  query: listLedgerQuery,
  handle: ({ member, query }) => listLedger(member.id, query),
});
