import type { SessionView } from "../contracts/accounts.ts";
import { findOpenSessions, type SessionMember } from "./store.ts";
import { sessionView } from "./view.ts";

/** The member's signed-in browsers, the last used first. One read. */
export async function listSessions(
  { id, sessionId }: Pick<SessionMember, "id" | "sessionId">,
  now: Date,
): Promise<SessionView[]> {
  return (await findOpenSessions(id, now)).map((session) => sessionView(session, sessionId));
}
