import type { Context } from "../core/context.ts";
import { Commit } from "../db/commit.ts";
import { getAnyMember } from "./get-any-member.ts";
import { raiseSessionVersion } from "./member-parts.ts";
import { audit, endAllSessions } from "./parts.ts";

/** An admin signs all of a member's browsers out: how many those were. One read, one commit. Throws NOT_FOUND (404). */
export async function signOutMember(memberId: bigint, reason: string, context: Context): Promise<{ ended: number }> {
  await getAnyMember(memberId);
  const commit = new Commit("signOutMember");
  raiseSessionVersion(commit, memberId);
  const ended = endAllSessions(commit, memberId, context.now);
  audit(commit, "MEMBER_SIGNED_OUT", `member:${memberId}`, { reason }, context);
  return { ended: (await commit.run()).count(ended) };
}
