import { changeEndpoint, dropEndpoint } from "@/lib/events/endpoints.ts";
import { route } from "@/lib/http/route.ts";

export const PATCH = route("PATCH /api/admin/webhook-endpoints/[endpointId]", {
  handle: ({ params, body, context }) => changeEndpoint(BigInt(params.endpointId), body, context),
});

export const DELETE = route("DELETE /api/admin/webhook-endpoints/[endpointId]", {
  handle: async ({ params, context }) => {
    await dropEndpoint(BigInt(params.endpointId), context);
    return null;
  },
});
