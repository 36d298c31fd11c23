import { sql } from "kysely";
import type { MemberRole } from "../core/roles.ts";
import type { Commit, Handle } from "../db/commit.ts";
import { db, literal } from "../db/database.ts";

/**
 * The commit stands only where whoever acts still is an admin. Both rows are locked, in the order of their ids, so that of two
 * admins who remove each other the second finds that he is none: whoever removes an admin remains one (docs/rules.md R108).
 */
export function requireAdmin(commit: Commit, adminId: bigint, memberId: bigint): void {
  const both = db
    .selectFrom("umsMember")
    .select(["id", "role", "status"])
    .where(sql<boolean>`id = any(${[adminId, memberId]}::bigint[])`)
    .orderBy("id");
  const locked = commit.add("lockedMembers", both.forNoKeyUpdate(), 2);
  const acting = db.selectFrom(locked.as("locked")).select("locked.id").where("locked.id", "=", adminId);
  const isAdmin = acting.where("locked.role", "=", literal("ADMIN")).where("locked.status", "=", literal("ACTIVE"));
  commit.add("actingAdmin", isAdmin);
}

/** Another role. Finds no row where it is no longer `from`, or the account is closed. */
export function setRole(commit: Commit, memberId: bigint, from: MemberRole, to: MemberRole): void {
  commit.add(
    "changedRole",
    db
      .updateTable("umsMember")
      .set({ role: to })
      .where("id", "=", memberId)
      .where("role", "=", literal(from))
      .where("status", "=", literal("ACTIVE")),
  );
}

/** What was signed in is worth nothing from now on, whatever has been read of it. */
const nextVersion = sql<number>`session_version + 1`;

/** The shop closes the account; its address stays taken (decision 37). Finds no row where it is closed. */
export function closeByShop(commit: Commit, memberId: bigint): void {
  const closed = db.updateTable("umsMember").set({ status: "DISABLED", sessionVersion: nextVersion });
  commit.add("closedMember", closed.where("id", "=", memberId).where("status", "=", literal("ACTIVE")));
}

/** Opens what the shop closed. Finds no row where it is open, or its member closed it. */
export function reopenMember(commit: Commit, memberId: bigint): void {
  const opened = db.updateTable("umsMember").set({ status: "ACTIVE" }).where("id", "=", memberId);
  commit.add("openedMember", opened.where("status", "=", literal("DISABLED")).where("closeTime", "is", null));
}

/** All of the member's sessions end, also one that is being begun. */
export function raiseSessionVersion(commit: Commit, memberId: bigint): void {
  commit.add("signedOut", db.updateTable("umsMember").set({ sessionVersion: nextVersion }).where("id", "=", memberId));
}

/** The commit stands only where the account is open. */
export function requireOpenMember(commit: Commit, memberId: bigint): void {
  const open = db
    .selectFrom("umsMember")
    .select("id")
    .where("id", "=", memberId)
    .where("status", "=", literal("ACTIVE"));
  commit.add("openMember", open.forShare());
}

/** What the product says of its user; it proves nothing. */
export interface CustomerWords {
  readonly email: string | null;
  readonly name: string | null;
}

/** A member is a customer of the product. The primary key lets one of two registrations at the same time succeed. */
export function insertCustomer(
  commit: Commit,
  customerId: string,
  member: Handle<{ id: bigint }>,
  words: CustomerWords,
  now: Date,
): void {
  commit.add(
    "newCustomer",
    db
      .insertInto("umsCustomer")
      .values({ externalId: customerId, memberId: member.ref("id"), ...words, createTime: now }),
  );
}

/** The product says something else of its user. `shown`: what pages call them. */
export function changeCustomer(commit: Commit, memberId: bigint, words: CustomerWords, shown: string): void {
  commit.add("changedCustomer", db.updateTable("umsCustomer").set(words).where("memberId", "=", memberId));
  commit.add("renamedMember", db.updateTable("umsMember").set({ name: shown }).where("id", "=", memberId));
}
