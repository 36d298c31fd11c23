import { revokeServiceKey } from "@/lib/accounts/revoke-service-key.ts";
import { serviceKeyParams } from "@/lib/contracts/credits.ts";
import { route } from "@/lib/http/route.ts";

export const DELETE = route({
  access: "admin",
  params: serviceKeyParams,
  handle: async ({ params, context }) => revokeServiceKey(BigInt(params.keyId), context),
});
