import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { endOtherSessions, keepSession } from "./parts.ts";
import { dropLink, setPassword } from "./password-parts.ts";
import { hashPassword, NOBODYS_HASH, passwordMatches } from "./passwords.ts";
import { findMemberWithPassword, type SessionMember } from "./store.ts";

/**
 * Throws WRONG_PASSWORD (400, naming the field) unless this is the member's password. `field`: where it was typed.
 * @returns the version that the member's sessions have
 */
export async function requirePassword(memberId: bigint, password: string, field: string): Promise<number> {
  const member = await findMemberWithPassword(memberId);
  const matches = await passwordMatches(password, member?.passwordHash ?? NOBODYS_HASH);
  // A customer of the product has none, so that nothing is right.
  if (member?.passwordHash && matches) return member.sessionVersion;
  const { message } = new AppError("WRONG_PASSWORD");
  throw new AppError("WRONG_PASSWORD", { issues: [{ field, message }] });
}

/**
 * Sets a new password; the browser that asks stays signed in, all others are out, and a link to choose a password opens
 * nothing any more. One commit. Throws WRONG_PASSWORD (400), also where another change came first.
 */
export async function changePassword(
  { id, sessionId }: Pick<SessionMember, "id" | "sessionId">,
  given: { readonly currentPassword: string; readonly newPassword: string },
  { now }: Context,
): Promise<{ ended: number }> {
  const sessionVersion = await requirePassword(id, given.currentPassword, "currentPassword");
  const passwordHash = await hashPassword(given.newPassword);
  const commit = new Commit("changePassword");
  setPassword(commit, { memberId: id, passwordHash, sessionVersion }, null);
  const ended = endOtherSessions(commit, id, sessionId, now);
  keepSession(commit, sessionId, sessionVersion + 1);
  dropLink(commit, id, "RESET", now);
  const done = await commit.attempt();
  if (!done) throw new AppError("WRONG_PASSWORD");
  return { ended: done.count(ended) };
}
