import { getAnyMember } from "../accounts/get-any-member.ts";
import { closeByShop, reopenMember, requireAdmin } from "../accounts/member-parts.ts";
import { audit, endAllSessions } from "../accounts/parts.ts";
import { dropLink } from "../accounts/password-parts.ts";
import { memberRow } from "../accounts/view.ts";
import type { MemberState, MemberStatusBody } from "../contracts/members.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";

/**
 * An admin closes an account, or opens one again that the shop closed. Closing signs out everywhere and ends mailed links; what
 * runs goes on as `closingByShop` says (docs/rules.md R107). An account that its member closed stays closed: the address may be
 * somebody else's. One read, one commit.
 * Throws OWN_ACCOUNT (409), NOT_FOUND (404), MEMBER_CLOSED (409), MEMBER_NOT_REOPENABLE (409), FORBIDDEN (403: no admin any more).
 */
export async function setMemberStatus(
  adminId: bigint,
  memberId: bigint,
  { status, reason }: MemberStatusBody,
  context: Context,
): Promise<{ state: MemberState }> {
  if (adminId === memberId) throw new AppError("OWN_ACCOUNT");
  await retryOnConflict(async () => {
    const [member, admin] = await Promise.all([getAnyMember(memberId), getAnyMember(adminId)]);
    if (admin.role !== "ADMIN" || admin.status !== "ACTIVE") throw new AppError("FORBIDDEN");
    const { state } = memberRow(member);
    if (status === "closed" && state !== "OPEN") throw new AppError("MEMBER_CLOSED");
    if (status === "open" && state !== "CLOSED_BY_SHOP")
      throw new AppError("MEMBER_NOT_REOPENABLE", { about: state === "OPEN" ? "它没有关闭" : "是会员自己关闭的" });
    const commit = new Commit("setMemberStatus");
    requireAdmin(commit, adminId, memberId);
    if (status === "open") reopenMember(commit, memberId);
    else closeEverything(commit, memberId, context.now);
    const after: MemberState = status === "open" ? "OPEN" : "CLOSED_BY_SHOP";
    const action = status === "open" ? "MEMBER_REOPENED" : "MEMBER_CLOSED";
    audit(commit, action, `member:${memberId}`, { before: state, after, reason }, context);
    await commit.run();
  });
  return { state: status === "open" ? "OPEN" : "CLOSED_BY_SHOP" };
}

function closeEverything(commit: Commit, memberId: bigint, now: Date): void {
  closeByShop(commit, memberId);
  endAllSessions(commit, memberId, now);
  dropLink(commit, memberId, "RESET", now);
  dropLink(commit, memberId, "CONFIRM", now);
}
