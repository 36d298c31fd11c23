import { createServiceKey } from "@/lib/accounts/create-service-key.ts";
import { listServiceKeys } from "@/lib/accounts/list-service-keys.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/admin/service-keys", { handle: () => listServiceKeys() });

export const POST = route("POST /api/admin/service-keys", {
  handle: ({ member, body, context }) => createServiceKey(member.id, body, context),
});
