import { listRefundsQuery } from "@/lib/contracts/refunds.ts";
import { route } from "@/lib/http/route.ts";
import { listRefundsForReview } from "@/lib/refunds/list-refunds.ts";

export const GET = route({
  access: "admin",
  query: listRefundsQuery,
  handle: ({ query }) => listRefundsForReview(query),
});
