import { showCheckout } from "@/lib/checkout/create-checkout.ts";
import { otherMethods } from "@/lib/http/no-such-route.ts";
import { serviceRoute } from "@/lib/http/service-route.ts";

export const GET = serviceRoute("GET /api/v1/checkout-sessions/[id]", {
  handle: ({ params, context }) => showCheckout(params.id, context.now),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
