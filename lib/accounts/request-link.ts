import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { env } from "../env.ts";
import { requestLink, requestLinkFor } from "./password-parts.ts";
import type { Member } from "./store.ts";

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
