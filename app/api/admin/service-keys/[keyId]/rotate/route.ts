import { rotateServiceKey } from "@/lib/accounts/rotate-service-key.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/admin/service-keys/[keyId]/rotate", {
  handle: ({ member, params, body, context }) =>
    rotateServiceKey(member.id, { ...body, keyId: BigInt(params.keyId) }, context),
});
