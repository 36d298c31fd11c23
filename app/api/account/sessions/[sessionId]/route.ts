import { endOwnSession } from "@/lib/accounts/end-sessions.ts";
import { route } from "@/lib/http/route.ts";

export const DELETE = route("DELETE /api/account/sessions/[sessionId]", {
  handle: async ({ member, params, context }) => {
    await endOwnSession(member.id, params.sessionId, context);
    return null;
  },
});
