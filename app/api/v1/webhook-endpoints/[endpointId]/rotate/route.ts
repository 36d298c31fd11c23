import { rotateSecret } from "@/lib/events/endpoints.ts";
import { otherMethods } from "@/lib/http/no-such-route.ts";
import { serviceRoute } from "@/lib/http/service-route.ts";

export const POST = serviceRoute("POST /api/v1/webhook-endpoints/[endpointId]/rotate", {
  handle: ({ params, context }) => rotateSecret(BigInt(params.endpointId), context),
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
