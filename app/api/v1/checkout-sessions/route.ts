import { getCustomer } from "@/lib/accounts/get-customer.ts";
import { createCheckout } from "@/lib/checkout/create-checkout.ts";
import { otherMethods } from "@/lib/http/no-such-route.ts";
import { created, serviceRoute } from "@/lib/http/service-route.ts";

export const POST = serviceRoute("POST /api/v1/checkout-sessions", {
  handle: async ({ body: { customerId, ...request }, keyId, requestKey, context }) => {
    const { memberId } = await getCustomer(customerId);
    return created(await createCheckout({ serviceKeyId: keyId, memberId, requestKey }, request, context.now));
  },
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
