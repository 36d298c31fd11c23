import { consumeCredits } from "@/lib/credits/consume-credits.ts";
import { forCustomer } from "@/lib/credits/for-customer.ts";
import { otherMethods } from "@/lib/http/no-such-route.ts";
import { serviceRoute } from "@/lib/http/service-route.ts";

export const POST = serviceRoute("POST /api/v1/credits/consume", {
  handle: ({ body, context }) => forCustomer(consumeCredits, body, context),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
