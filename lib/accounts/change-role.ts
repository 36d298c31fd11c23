import type { MemberRoleBody } from "../contracts/members.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import type { MemberRole } from "../core/roles.ts";
import { Commit } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import { getAnyMember } from "./get-any-member.ts";
import { requireAdmin, setRole } from "./member-parts.ts";
import { audit } from "./parts.ts";
import { findAnyMember } from "./store.ts";

/**
 * Gives a member another role, which counts from their next request on. Nobody changes their own, so that an admin always
 * remains (docs/rules.md R108). Two reads, one commit; nothing is written where the role is the same.
 * Throws OWN_ACCOUNT (409), NOT_FOUND (404), MEMBER_CLOSED (409), MEMBER_WITHOUT_PASSWORD (409: a customer of the product, whom
 * its back end speaks for), FORBIDDEN (403: no admin any more).
 */
export async function changeRole(
  adminId: bigint,
  memberId: bigint,
  { role, reason }: MemberRoleBody,
  context: Context,
): Promise<{ role: MemberRole }> {
  if (adminId === memberId) throw new AppError("OWN_ACCOUNT");
  await retryOnConflict(async () => {
    const [member, admin] = await Promise.all([getAnyMember(memberId), findAnyMember(adminId)]);
    if (admin?.role !== "ADMIN" || admin.status !== "ACTIVE") throw new AppError("FORBIDDEN");
    if (member.status !== "ACTIVE") throw new AppError("MEMBER_CLOSED");
    if (member.role === role) return;
    if (!member.hasPassword) throw new AppError("MEMBER_WITHOUT_PASSWORD");
    const commit = new Commit("changeRole");
    requireAdmin(commit, adminId, memberId);
    setRole(commit, memberId, member.role, role);
    audit(commit, "MEMBER_ROLE", `member:${memberId}`, { before: member.role, after: role, reason }, context);
    await commit.run();
  });
  return { role };
}
