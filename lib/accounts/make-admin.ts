import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import { audit, setAdmin } from "./parts.ts";
import { findMemberByEmail } from "./store.ts";

/**
 * Makes an admin of the account with this address; its password stays. null: there is no such account, otherwise its id. One
 * read, one commit. Throws FORBIDDEN (403): the account is closed; MEMBER_WITHOUT_PASSWORD (409).
 */
export function makeAdmin(email: string, context: Context): Promise<bigint | null> {
  return retryOnConflict(async () => {
    const member = await findMemberByEmail(email);
    if (!member) return null;
    if (member.status !== "ACTIVE") throw new AppError("FORBIDDEN");
    if (member.role === "ADMIN") return member.id;
    if (member.passwordHash === null) throw new AppError("MEMBER_WITHOUT_PASSWORD");
    const commit = new Commit("makeAdmin");
    setAdmin(commit, member);
    audit(commit, "admin.create", `member:${member.id}`, { before: { role: member.role } }, context);
    await commit.run();
    return member.id;
  });
}
