import { changeEndpoint, dropEndpoint } from "@/lib/events/endpoints.ts";
import { otherMethods } from "@/lib/http/no-such-route.ts";
import { serviceRoute } from "@/lib/http/service-route.ts";

export const PATCH = serviceRoute("PATCH /api/v1/webhook-endpoints/[endpointId]", {
  handle: ({ params, body, context }) => changeEndpoint(BigInt(params.endpointId), body, context),
});

export const DELETE = serviceRoute("DELETE /api/v1/webhook-endpoints/[endpointId]", {
  handle: async ({ params, context }) => {
    await dropEndpoint(BigInt(params.endpointId), context);
    return { id: params.endpointId, isDeleted: true };
  },
});

export const { GET, POST, PUT } = otherMethods("PATCH", "DELETE");
