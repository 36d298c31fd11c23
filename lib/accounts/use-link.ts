import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { CommitConflict } from "../db/conflict.ts";
import { endAllSessions } from "./parts.ts";
import { confirmAddress, dropLink, setFirstPassword, setPassword, useLink } from "./password-parts.ts";
import { hashPassword } from "./passwords.ts";
import { hashOfLinkToken } from "./secret-keys.ts";
import { findLinkHolder } from "./store.ts";

/** Confirms the address that the link was mailed to. One commit, once. Throws LINK_INVALID (400). */
export async function confirmByLink(token: string, { now }: Context): Promise<void> {
  const commit = new Commit("confirmAddress");
  const link = useLink(commit, "CONFIRM", hashOfLinkToken(token), now);
  confirmAddress(commit, link.ref("memberId"), now);
  if (!(await commit.attempt())) throw linkInvalid();
}

/**
 * Sets the password of the account whose address got this link, once. Whoever opened the mail owns the address, so it is
 * confirmed, and everybody is signed out who came in before. Where the account had no password, the address becomes its own
 * with it (decision 70). One commit. Throws LINK_INVALID (400), EMAIL_TAKEN (409: another account has the address).
 */
export async function resetByLink(token: string, password: string, { now }: Context): Promise<void> {
  const tokenHash = hashOfLinkToken(token);
  // Hashing is dear: nobody makes us do it with a token that opens nothing.
  const holder = await findLinkHolder(tokenHash, now);
  if (!holder) throw linkInvalid();
  const { id: memberId, sessionVersion, email } = holder;
  const given = { memberId, passwordHash: await hashPassword(password), sessionVersion };
  const commit = new Commit("resetPassword");
  useLink(commit, email === null ? "RESET" : "FIRST_PASSWORD", tokenHash, now);
  if (email === null) setPassword(commit, given, now);
  else setFirstPassword(commit, given, email, now);
  endAllSessions(commit, memberId, now);
  dropLink(commit, memberId, "CONFIRM", now);
  try {
    await commit.run();
  } catch (error) {
    if (!(error instanceof CommitConflict)) throw error;
    throw error.part === "ums_member_email_key" ? new AppError("EMAIL_TAKEN") : linkInvalid();
  }
}

function linkInvalid(): AppError {
  const error = new AppError("LINK_INVALID");
  return new AppError("LINK_INVALID", { issues: [{ field: "token", message: error.message }] });
}
