import { isStaff } from "../core/roles.ts";
import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { touchSession } from "./parts.ts";
import { sessionEnd, SESSION_STEP_MS } from "./rules.ts";
import { findSessionMember, type SessionMember } from "./store.ts";

export type { SessionMember } from "./store.ts";

/** What a session cookie says. */
export interface SessionClaims {
  readonly memberId: bigint;
  readonly sessionId: string;
  readonly sessionVersion: number;
}

/**
 * The member whose session this is, as the database knows both now. null: the session has ended, it was not used for too
 * long, the password was changed since, the account is closed. One read; once an hour a commit that moves the session's end.
 * A session of the portal is never one of the operator's people's, and its end stays where it is (docs/rules.md R156).
 */
export async function checkSession(claims: SessionClaims, now: Date): Promise<SessionMember | null> {
  const { memberId, sessionId, sessionVersion } = claims;
  const member = await findSessionMember({ memberId, sessionId, now });
  if (member?.status !== "ACTIVE" || member.sessionVersion !== (member.ownVersion ?? sessionVersion)) return null;
  if (member.kind === "PORTAL") return isStaff(member.role) ? null : member;
  if (member.lastSeenTime <= after(now, -SESSION_STEP_MS)) await touch(member, now);
  return member;
}

async function touch({ sessionId, begunTime }: SessionMember, now: Date): Promise<void> {
  const commit = new Commit("touchSession");
  touchSession(commit, sessionId, sessionEnd(begunTime, now), now);
  await commit.run();
}
