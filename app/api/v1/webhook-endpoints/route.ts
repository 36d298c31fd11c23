import { addEndpoint, pageEndpoints } from "@/lib/events/endpoints.ts";
import { otherMethods } from "@/lib/http/no-such-route.ts";
import { created, serviceRoute } from "@/lib/http/service-route.ts";

export const GET = serviceRoute("GET /api/v1/webhook-endpoints", {
  handle: ({ query, context }) => pageEndpoints(query, context.now),
});

export const POST = serviceRoute("POST /api/v1/webhook-endpoints", {
  handle: async ({ body, requestKey, context }) => created(await addEndpoint(body, requestKey, context)),
});

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
