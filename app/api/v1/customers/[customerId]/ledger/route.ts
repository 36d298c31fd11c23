import { otherMethods } from "@/lib/http/no-such-route.ts";
import { serviceRoute } from "@/lib/http/service-route.ts";
import { listCustomerLedger } from "@/lib/membership/list-customer-ledger.ts";

export const GET = serviceRoute("GET /api/v1/customers/[customerId]/ledger", {
  handle: ({ params, query }) => listCustomerLedger(params.customerId, query),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
