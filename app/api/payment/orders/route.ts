import { listOrdersQuery } from "@/lib/contracts/orders.ts";
import { route } from "@/lib/http/route.ts";
import { listOrders } from "@/lib/orders/list-orders.ts";

export const GET = route({
  access: "member",
  query: listOrdersQuery,
  handle: ({ member, query, context }) => listOrders(member.id, query, context.now),
});
