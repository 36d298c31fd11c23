import { replayDelivery } from "@/lib/events/deliveries.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/admin/webhook-endpoints/deliveries/[deliveryId]/replay", {
  handle: ({ params, context }) => replayDelivery(BigInt(params.deliveryId), context),
});
