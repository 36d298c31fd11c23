import { otherMethods } from "@/lib/http/no-such-route.ts";
import { created, serviceRoute } from "@/lib/http/service-route.ts";
import { getCustomerState } from "@/lib/membership/get-customer-state.ts";
import { putCustomer } from "@/lib/membership/put-customer.ts";

export const GET = serviceRoute("GET /api/v1/customers/[customerId]", {
  handle: ({ params, context }) => getCustomerState(params.customerId, context.now),
});

export const PUT = serviceRoute("PUT /api/v1/customers/[customerId]", {
  handle: async ({ params, body, context }) => {
    const { isNew, customer } = await putCustomer(params.customerId, body, context);
    return isNew ? created(customer) : customer;
  },
});

export const { POST, PATCH, DELETE } = otherMethods("GET", "PUT");
