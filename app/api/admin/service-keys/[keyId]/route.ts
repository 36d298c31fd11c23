import { revokeServiceKey } from "@/lib/accounts/revoke-service-key.ts";
import { route } from "@/lib/http/route.ts";

export const DELETE = route("DELETE /api/admin/service-keys/[keyId]", {
  handle: async ({ params, context }) => {
    await revokeServiceKey(BigInt(params.keyId), context);
    return null;
  },
});
