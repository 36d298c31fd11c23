import { listEvents } from "@/lib/events/list-events.ts";
import { otherMethods } from "@/lib/http/no-such-route.ts";
import { serviceRoute } from "@/lib/http/service-route.ts";

export const GET = serviceRoute("GET /api/v1/events", {
  handle: ({ query, context }) => listEvents(query, context.now),
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
