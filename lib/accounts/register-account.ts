import type { z } from "zod";
import type { registerBody } from "../contracts/accounts.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import type { MemberRole } from "../db/generated/enums.ts";
import { insertMember } from "./parts.ts";
import { requestLink } from "./password-parts.ts";
import { hashPassword } from "./passwords.ts";

/**
 * Creates an account and returns its id. Throws EMAIL_TAKEN (409). One statement, one commit.
 * @param isAsked a link is mailed by which its owner confirms the address; mail is configured
 */
export async function registerAccount(
  input: z.output<typeof registerBody>,
  now: Date,
  role: MemberRole = "MEMBER",
  isAsked = false,
): Promise<bigint> {
  const name = input.name ?? input.email.split("@")[0]!.slice(0, 50);
  const passwordHash = await hashPassword(input.password);
  const commit = new Commit("registerAccount");
  const member = insertMember(commit, { email: input.email, passwordHash, name, role, emailConfirmTime: null }, now);
  if (isAsked) requestLink(commit, member.ref("id"), "CONFIRM", now);
  const done = await commit.attempt();
  if (!done) throw new AppError("EMAIL_TAKEN");
  return done.one(member).id;
}
