import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { endAllSessions } from "./parts.ts";
import { confirmAddress, dropLink, setPassword, useLink } from "./password-parts.ts";
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
 * confirmed, and everybody is signed out who came in before. One commit. Throws LINK_INVALID (400).
 */
export async function resetByLink(token: string, password: string, { now }: Context): Promise<void> {
  const tokenHash = hashOfLinkToken(token);
  // Hashing is dear: nobody makes us do it with a token that opens nothing.
  const holder = await findLinkHolder("RESET", tokenHash, now);
  if (!holder) throw linkInvalid();
  const passwordHash = await hashPassword(password);
  const commit = new Commit("resetPassword");
  useLink(commit, "RESET", tokenHash, now);
  setPassword(commit, { memberId: holder.id, passwordHash, sessionVersion: holder.sessionVersion }, now);
  endAllSessions(commit, holder.id, now);
  dropLink(commit, holder.id, "CONFIRM", now);
  if (!(await commit.attempt())) throw linkInvalid();
}

function linkInvalid(): AppError {
  const error = new AppError("LINK_INVALID");
  return new AppError("LINK_INVALID", { issues: [{ field: "token", message: error.message }] });
}
