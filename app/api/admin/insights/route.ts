import { getInsights } from "@/lib/books/get-insights.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/admin/insights", {
  handle: ({ query, context }) => getInsights(query, context.now),
});
