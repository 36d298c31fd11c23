import { sql, type RawBuilder, type UpdateObject } from "kysely";
import { after } from "../core/time.ts";
import { wakeMail } from "../core/wake.ts";
import type { Commit, Handle } from "../db/commit.ts";
import { db, literal } from "../db/database.ts";
import type { MailStatus } from "../db/generated/enums.ts";
import type { DB } from "../db/generated/tables.ts";
import { LINK_LIFE_MS, type LinkPurpose } from "./rules.ts";

/**
 * Asks for a link to be mailed to the member with this address, in the place of an earlier one; the job that mails is told of
 * it. A closed account, and an address that nobody has, leave a row that nobody is mailed of.
 */
export function requestLinkFor(commit: Commit, email: string, purpose: LinkPurpose, canMail: boolean, now: Date): void {
  const memberId = db
    .selectFrom("umsMember")
    .select("id")
    .where("email", "=", email)
    .where("status", "=", literal("ACTIVE"))
    .where("closeTime", "is", null);
  const mailStatus = canMail
    ? sql<MailStatus>`case when ${memberId} is null then 'NONE' else 'PENDING' end::mail_status`
    : "NONE";
  insertLink(commit, { memberId: sql`${memberId}`, purpose, mailStatus }, now);
}

/** The same for a member whose id is known, or written by another part. Mail is configured. */
export function requestLink(
  commit: Commit,
  memberId: bigint | RawBuilder<bigint>,
  purpose: LinkPurpose,
  now: Date,
): void {
  insertLink(commit, { memberId, purpose, mailStatus: "PENDING" }, now);
}

/** The same for a member without a password, to an address that becomes theirs when the link is used. */
export function requestFirstPassword(commit: Commit, memberId: bigint, email: string, now: Date): void {
  insertLink(commit, { memberId, purpose: "FIRST_PASSWORD", mailStatus: "PENDING", email }, now);
}

interface NewLink {
  readonly memberId: bigint | RawBuilder<bigint | null>;
  readonly purpose: LinkPurpose;
  readonly mailStatus: MailStatus | RawBuilder<MailStatus>;
  /** Where it goes, unless to the member's own address. */
  readonly email?: string;
}

function insertLink(commit: Commit, { memberId, purpose, mailStatus, email }: NewLink, now: Date): void {
  const fresh = {
    mailStatus,
    email: email ?? null,
    expireTime: after(now, LINK_LIFE_MS[purpose]),
    nextAttemptAt: now,
    createTime: now,
    mailAttempts: 0,
    tokenHash: null,
    usedTime: null,
  };
  commit.add(
    "link",
    db
      .insertInto("umsMemberLink")
      .values({ memberId, purpose, ...fresh })
      .onConflict((conflict) => conflict.columns(["memberId", "purpose"]).doUpdateSet(fresh)),
  );
  commit.afterwards(wakeMail);
}

/** A link is used: whose it was. Finds no row where it is used, over, or another one has taken its place. */
export function useLink(
  commit: Commit,
  purpose: LinkPurpose,
  tokenHash: string,
  now: Date,
): Handle<{ memberId: bigint | null }> {
  return commit.add(
    "usedLink",
    liveLinks({ usedTime: now })
      .where("purpose", "=", purpose)
      .where("tokenHash", "=", tokenHash)
      .where("expireTime", ">", now)
      .returning("memberId"),
  );
}

/** The member's links of this kind open nothing from now on. */
export function dropLink(commit: Commit, memberId: bigint, purpose: LinkPurpose, now: Date): void {
  const dropped = liveLinks({ usedTime: now, mailStatus: "NONE" }).where("purpose", "=", purpose);
  commit.add("droppedLink", dropped.where("memberId", "=", memberId), "any");
}

function liveLinks(set: { readonly usedTime: Date; readonly mailStatus?: MailStatus }) {
  return db.updateTable("umsMemberLink").set(set).where("usedTime", "is", null);
}

/** The address is the member's: its first confirmation counts. Finds no row where the account is closed. */
export function confirmAddress(commit: Commit, memberId: RawBuilder<bigint | null>, now: Date): void {
  const emailConfirmTime = sql<Date>`coalesce(email_confirm_time, ${now})`;
  commit.add("confirmedMember", openAccount({ emailConfirmTime }).where("id", "=", memberId));
}

export interface NewPassword {
  readonly memberId: bigint;
  readonly passwordHash: string;
  /** The one that this password was decided on. Finds no row where another change came first. */
  readonly sessionVersion: number;
}

/** A new password. Every session of before is worth nothing from now on, whatever has been read of it. */
export function setPassword(
  commit: Commit,
  { memberId, passwordHash, sessionVersion }: NewPassword,
  confirmed: Date | null,
): void {
  const emailConfirmTime = confirmed && { emailConfirmTime: sql<Date>`coalesce(email_confirm_time, ${confirmed})` };
  const set = { passwordHash, sessionVersion: sessionVersion + 1, ...emailConfirmTime };
  commit.add("changedMember", openAccount(set).where("id", "=", memberId).where("sessionVersion", "=", sessionVersion));
}

/**
 * The first password of a member who has none, and the address that it comes with, whose owner has just opened our mail. The
 * index on addresses refuses one that an account has. Finds no row where the member has a password by now.
 */
export function setFirstPassword(commit: Commit, given: NewPassword, email: string, now: Date): void {
  const { memberId, passwordHash, sessionVersion } = given;
  const emailConfirmTime = sql<Date>`case when email = ${email} then coalesce(email_confirm_time, ${now}) else ${now} end`;
  const set = { email, emailConfirmTime, passwordHash, sessionVersion: sessionVersion + 1 };
  const theirs = openAccount(set).where("id", "=", memberId).where("sessionVersion", "=", sessionVersion);
  commit.add("changedMember", theirs.where("passwordHash", "is", null));
}

/** The member closes the account. Finds no row where it is closed, an admin's, or changed since it was read. */
export function closeMember(commit: Commit, memberId: bigint, sessionVersion: number, now: Date): void {
  const closed = openAccount({ status: "DISABLED", closeTime: now, sessionVersion: sessionVersion + 1 });
  const own = closed.where("id", "=", memberId).where("role", "<>", literal("ADMIN"));
  commit.add("closedMember", own.where("sessionVersion", "=", sessionVersion));
}

function openAccount(set: UpdateObject<DB, "umsMember">) {
  return db.updateTable("umsMember").set(set).where("status", "=", literal("ACTIVE"));
}
