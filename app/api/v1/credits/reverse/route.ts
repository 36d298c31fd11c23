import { forCustomer } from "@/lib/credits/for-customer.ts";
import { reverseConsumption } from "@/lib/credits/reverse-consumption.ts";
import { otherMethods } from "@/lib/http/no-such-route.ts";
import { serviceRoute } from "@/lib/http/service-route.ts";

export const POST = serviceRoute("POST /api/v1/credits/reverse", {
  handle: ({ body, requestKey, context }) =>
    forCustomer((memberId, part, at) => reverseConsumption(memberId, part, requestKey, at), body, context),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
