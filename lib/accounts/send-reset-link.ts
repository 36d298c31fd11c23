import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { env } from "../env.ts";
import { getAnyMember } from "./get-any-member.ts";
import { requireOpenMember } from "./member-parts.ts";
import { audit } from "./parts.ts";
import { requestLink } from "./password-parts.ts";

/**
 * An admin has a link mailed to a member by which they choose a new password, as if they had asked for it. One read, one
 * commit. false: this shop mails nothing, and nothing was done. Throws NOT_FOUND (404), MEMBER_CLOSED (409),
 * MEMBER_WITHOUT_PASSWORD (409: it has no address).
 */
export async function sendResetLink(memberId: bigint, reason: string, context: Context): Promise<{ sent: boolean }> {
  const { status, email } = await getAnyMember(memberId);
  if (status !== "ACTIVE") throw new AppError("MEMBER_CLOSED");
  if (email === null) throw new AppError("MEMBER_WITHOUT_PASSWORD");
  if (!env().mail) return { sent: false };
  const commit = new Commit("sendResetLink");
  requireOpenMember(commit, memberId);
  requestLink(commit, memberId, "RESET", context.now);
  audit(commit, "MEMBER_RESET_LINK", `member:${memberId}`, { reason }, context);
  if (!(await commit.attempt())) throw new AppError("MEMBER_CLOSED");
  return { sent: true };
}
