import type { RawBuilder } from "kysely";
import type { Commit, Handle } from "../db/commit.ts";
import { db, literal } from "../db/database.ts";

/** Somebody at a provider is this member. The keys let one of two stand who are the same, or want the same member. */
export function insertIdentity(
  commit: Commit,
  { issuer, subject }: { readonly issuer: string; readonly subject: string },
  memberId: RawBuilder<bigint>,
  now: Date,
): void {
  const row = { issuer, subject, memberId, createTime: now };
  commit.add("newIdentity", db.insertInto("umsIdentity").values(row));
}

/**
 * The member to whom an identity is linked. Finds no row where the account was closed meanwhile, or got a role at the desk, or,
 * where it is found by `email`, has another address or an unconfirmed one.
 */
export function requireLinkable(commit: Commit, memberId: bigint, email: string | null): Handle<{ id: bigint }> {
  const open = db
    .selectFrom("umsMember")
    .select("id")
    .where("id", "=", memberId)
    .where("status", "=", literal("ACTIVE"))
    .where("role", "=", literal("MEMBER"));
  const found = email === null ? open : open.where("email", "=", email).where("emailConfirmTime", "is not", null);
  return commit.add("linkedMember", found.forShare());
}
