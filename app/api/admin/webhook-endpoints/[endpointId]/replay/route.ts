import { replayRange } from "@/lib/events/deliveries.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/admin/webhook-endpoints/[endpointId]/replay", {
  handle: ({ params, body, context }) => replayRange(BigInt(params.endpointId), body, context),
});
