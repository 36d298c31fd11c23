import { addEndpoint, listWebhooks } from "@/lib/events/endpoints.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/admin/webhook-endpoints", {
  handle: ({ context }) => listWebhooks(context.now),
});

export const POST = route("POST /api/admin/webhook-endpoints", {
  handle: ({ body, requestKey, context }) => addEndpoint(body, requestKey, context),
});
