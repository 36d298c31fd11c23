import { searchOrders } from "@/lib/books/search-orders.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/admin/orders", {
  handle: ({ query, context }) => searchOrders(query, context.now),
});
