import { listDifferences } from "@/lib/books/list-differences.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/admin/differences", {
  handle: ({ query, context }) => listDifferences(query, context.now),
});
