import { rotateSecret } from "@/lib/events/endpoints.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/admin/webhook-endpoints/[endpointId]/rotate", {
  handle: ({ params, context }) => rotateSecret(BigInt(params.endpointId), context),
});
