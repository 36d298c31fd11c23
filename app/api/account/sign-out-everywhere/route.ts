import { endOtherSessions } from "@/lib/accounts/end-sessions.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/account/sign-out-everywhere", {
  handle: async ({ member, context }) => ({ ended: await endOtherSessions(member.id, member.sessionId, context) }),
});
