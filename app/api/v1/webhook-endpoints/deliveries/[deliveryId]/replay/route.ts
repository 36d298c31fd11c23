import { replayDelivery } from "@/lib/events/deliveries.ts";
import { otherMethods } from "@/lib/http/no-such-route.ts";
import { serviceRoute } from "@/lib/http/service-route.ts";

export const POST = serviceRoute("POST /api/v1/webhook-endpoints/deliveries/[deliveryId]/replay", {
  handle: ({ params, context }) => replayDelivery(BigInt(params.deliveryId), context),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
