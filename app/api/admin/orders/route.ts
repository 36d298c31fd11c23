import { searchOrders } from "@/lib/books/search-orders.ts";
import { searchOrdersQuery } from "@/lib/contracts/admin-orders.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route({
  access: "admin",
  query: searchOrdersQuery,
  handle: ({ query, context }) => searchOrders(query, context.now),
});
