import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { env } from "../env.ts";
import { requestFirstPassword, requestLink, requestLinkFor } from "./password-parts.ts";
import { findMemberWithPassword, type Member } from "./store.ts";

/**
 * Asks for a link to choose a new password, for the account of this address if there is one. The same commit of one statement
 * whether there is, so that neither the answer nor its time tells.
 */
export async function requestReset(email: string, { now }: Context): Promise<void> {
  const commit = new Commit("requestReset");
  requestLinkFor(commit, email, "RESET", env().mail !== null, now);
  await commit.run();
}

/**
 * Asks once more for the link to confirm the member's address. Throws ADDRESS_CONFIRMED (409), NOT_FOUND (404) without mail, and
 * for a member without an address.
 */
export async function requestConfirmation(
  member: Pick<Member, "id" | "email" | "emailConfirmTime">,
  now: Date,
): Promise<void> {
  if (!env().mail || member.email === null) throw new AppError("NOT_FOUND");
  if (member.emailConfirmTime) throw new AppError("ADDRESS_CONFIRMED");
  const commit = new Commit("requestConfirmation");
  requestLink(commit, member.id, "CONFIRM", now);
  await commit.run();
}

/**
 * Asks for a link to the address by which a member who has no password chooses one; the address becomes theirs with it
 * (decision 70). The same for every address, whoever has it. One read, one commit. Throws HAS_PASSWORD (409), NOT_FOUND (404)
 * without mail, VALIDATION_FAILED (400) for another address than the one that the member has confirmed.
 */
export async function requestPassword(memberId: bigint, email: string, now: Date): Promise<void> {
  if (!env().mail) throw new AppError("NOT_FOUND");
  const member = await findMemberWithPassword(memberId);
  if (!member || member.passwordHash !== null) throw new AppError("HAS_PASSWORD");
  // A session alone, which somebody else may have got hold of, does not move an account to another mailbox.
  if (member.emailConfirmTime && member.email !== email)
    throw new AppError("VALIDATION_FAILED", { issues: [{ field: "email", message: "请填写账户已经确认的邮箱" }] });
  const commit = new Commit("requestPassword");
  requestFirstPassword(commit, memberId, email, now);
  await commit.run();
}
