import { createPortalLink } from "@/lib/accounts/create-portal-link.ts";
import { getCustomer } from "@/lib/accounts/get-customer.ts";
import { otherMethods } from "@/lib/http/no-such-route.ts";
import { serviceRoute } from "@/lib/http/service-route.ts";

export const POST = serviceRoute("POST /api/v1/portal-sessions", {
  handle: async ({ body: { customerId, ...request }, keyId, requestKey, context }) => {
    const { memberId } = await getCustomer(customerId);
    return createPortalLink({ serviceKeyId: keyId, memberId, requestKey }, request, context.now);
  },
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
