import { listRefundsQuery } from "@/lib/contracts/refunds.ts";
import { route } from "@/lib/http/route.ts";
import { listRefunds } from "@/lib/refunds/list-refunds.ts";

export const GET = route({
  access: "member",
  query: listRefundsQuery,
  handle: ({ member, query }) => listRefunds(member.id, query),
});
