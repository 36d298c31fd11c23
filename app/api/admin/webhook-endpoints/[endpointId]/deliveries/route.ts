import { listDeliveries } from "@/lib/events/deliveries.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/admin/webhook-endpoints/[endpointId]/deliveries", {
  handle: ({ params, query }) => listDeliveries(BigInt(params.endpointId), query),
});
