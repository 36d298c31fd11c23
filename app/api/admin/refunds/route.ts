import { route } from "@/lib/http/route.ts";
import { listRefundsForReview } from "@/lib/refunds/list-refunds.ts";

export const GET = route("GET /api/admin/refunds", {
  handle: ({ query }) => listRefundsForReview(query),
});
