import { otherMethods } from "@/lib/http/no-such-route.ts";
import { serviceRoute } from "@/lib/http/service-route.ts";
import { listCustomerOrders } from "@/lib/membership/list-customer-orders.ts";

export const GET = serviceRoute("GET /api/v1/customers/[customerId]/orders", {
  handle: ({ params, query }) => listCustomerOrders(params.customerId, query),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
