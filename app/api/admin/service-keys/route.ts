import { createServiceKey } from "@/lib/accounts/create-service-key.ts";
import { listServiceKeys } from "@/lib/accounts/list-service-keys.ts";
import { createServiceKeyBody } from "@/lib/contracts/credits.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route({ access: "admin", handle: () => listServiceKeys() });

export const POST = route({
  access: "admin",
  body: createServiceKeyBody,
  handle: ({ member, body, context }) => createServiceKey(member.id, body, context),
});
