import { listDeliveries } from "@/lib/events/deliveries.ts";
import { otherMethods } from "@/lib/http/no-such-route.ts";
import { serviceRoute } from "@/lib/http/service-route.ts";

export const GET = serviceRoute("GET /api/v1/webhook-endpoints/[endpointId]/deliveries", {
  handle: ({ params, query }) => listDeliveries(BigInt(params.endpointId), query),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
