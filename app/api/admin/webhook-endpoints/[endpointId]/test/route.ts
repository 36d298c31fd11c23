import { testEndpoint } from "@/lib/events/deliveries.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/admin/webhook-endpoints/[endpointId]/test", {
  handle: ({ params, context }) => testEndpoint(BigInt(params.endpointId), context),
});
