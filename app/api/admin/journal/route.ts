import { route } from "@/lib/http/route.ts";
import { getTrialBalance } from "@/lib/journal/get-trial-balance.ts";

export const GET = route("GET /api/admin/journal", {
  handle: ({ query, context }) => getTrialBalance(query.month, context.now),
});
