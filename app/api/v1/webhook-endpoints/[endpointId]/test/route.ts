import { testEndpoint } from "@/lib/events/deliveries.ts";
import { otherMethods } from "@/lib/http/no-such-route.ts";
import { serviceRoute } from "@/lib/http/service-route.ts";

export const POST = serviceRoute("POST /api/v1/webhook-endpoints/[endpointId]/test", {
  handle: ({ params, context }) => testEndpoint(BigInt(params.endpointId), context),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
