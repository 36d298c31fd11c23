import { listSessions } from "@/lib/accounts/list-sessions.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/account/sessions", {
  handle: ({ member, context }) => listSessions(member, context.now),
});
