import { wakeMail } from "../core/wake.ts";
import type { Commit } from "../db/commit.ts";
import { db, literal } from "../db/database.ts";
import { released, unclaimed, unclaimedIds } from "../db/due.ts";
import { prepared, type Given } from "../db/prepared.ts";
import type { Release } from "../db/run-due.ts";
import { mailRank, type MailRank, type NoticeFacts, type NoticeKind } from "./rules.ts";

export interface NewNotice {
  readonly memberId: bigint;
  readonly kind: NoticeKind;
  /** The subject; one notice per kind and subject. */
  readonly about: string;
  readonly orderSn: string | null;
  readonly facts: NoticeFacts;
}

type NoticeRow = Omit<NewNotice, "about"> & { noticeKey: string; mailRank: number; now: Date };

const newNotice = prepared((given: Given<NoticeRow>) =>
  db
    .insertInto("umsMemberNotice")
    .values({
      memberId: given.memberId,
      noticeKey: given.noticeKey,
      kind: given.kind,
      orderSn: given.orderSn,
      detail: given.facts,
      mailRank: given.mailRank,
      nextAttemptAt: given.now,
      createTime: given.now,
    })
    .onConflict((conflict) => conflict.column("noticeKey").doNothing()),
);

/** Tells the member something, in the same commit as the thing itself. Mail follows by its own job, which is told of it. */
export function enqueueNotice(commit: Commit, notice: NewNotice, now: Date): void {
  const { kind, about } = notice;
  const row = { ...notice, noticeKey: `${kind}:${about}`, mailRank: mailRank(kind), now };
  commit.add("notice", newNotice(row), "any");
  commit.afterwards(wakeMail);
}

/** The given messages of this member, or all of them; somebody else's id finds nothing. */
export function markRead(commit: Commit, memberId: bigint, ids: readonly number[] | undefined, now: Date): void {
  commit.add(
    "readNotices",
    db
      .updateTable("umsMemberNotice")
      .set({ readTime: now })
      .where("memberId", "=", memberId)
      .where("readTime", "is", null)
      .$if(ids !== undefined, (update) => update.where("id", "in", ids!.map(BigInt))),
    "any",
  );
}

/** Mails that are due, of all ranks. The instant of the next attempt is their lease, too. */
export function dueMails(now: Date) {
  return db
    .selectFrom("umsMemberNotice")
    .select(["id", "nextAttemptAt as dueAt"])
    .where("mailStatus", "=", literal("PENDING"))
    .where("nextAttemptAt", "<=", now);
}

/** Those of one rank. */
export function dueMailsOf(rank: MailRank, now: Date) {
  return dueMails(now).where("mailRank", "=", rank);
}

/** Claims due mails of one rank, the longest due first. A statement of its own, not a part. */
export function claimDueMails(rank: MailRank, now: Date, leaseUntil: Date, limit: number) {
  return db
    .with("due", () => unclaimed(dueMailsOf(rank, now).orderBy("nextAttemptAt"), limit))
    .updateTable("umsMemberNotice as n")
    .from("due")
    .set({ nextAttemptAt: leaseUntil })
    .whereRef("n.id", "=", "due.id")
    .returning([
      "n.id",
      "n.memberId",
      "n.noticeKey",
      "n.kind",
      "n.orderSn",
      "n.detail",
      "n.createTime",
      "n.mailAttempts",
    ])
    .returning("due.dueAt");
}

interface ClaimedMail {
  readonly id: bigint;
  /** Tries before this one. */
  readonly mailAttempts: number;
}

/** The mail is out, or will never be. Finds nothing when this worker's lease is over: another may have tried since. */
export function finishMail(
  commit: Commit,
  { id, mailAttempts }: ClaimedMail,
  leaseUntil: Date,
  status: "SENT" | "FAILED" | "NONE",
): void {
  commit.add(
    "finishedMail",
    db
      .updateTable("umsMemberNotice")
      .set({ mailStatus: status, mailAttempts: mailAttempts + (status === "NONE" ? 0 : 1) })
      .where("id", "=", id)
      .where("mailStatus", "=", literal("PENDING"))
      .where("nextAttemptAt", "=", leaseUntil),
    "any",
  );
}

/** Claimed mails that are not out go back, to be tried again at `nextAt`. */
export function releaseMails(commit: Commit, leaseUntil: Date, releases: readonly Release<ClaimedMail>[]): void {
  commit.add(
    "releasedMails",
    db
      .updateTable("umsMemberNotice as notice")
      .from(released(releases))
      .set((eb) => ({
        nextAttemptAt: eb.ref("release.nextAt"),
        mailAttempts: eb("notice.mailAttempts", "+", eb.ref("release.tries")),
      }))
      .whereRef("notice.id", "=", "release.id")
      .where("notice.mailStatus", "=", literal("PENDING"))
      .where("notice.nextAttemptAt", "=", leaseUntil),
    "any",
  );
}

/** Mail is not configured: waiting mails are marked NONE, so that configuring mail later does not send old notices. */
export function waiveMails(commit: Commit, now: Date, limit: number) {
  return commit.add(
    "waivedMails",
    db
      .updateTable("umsMemberNotice")
      .set({ mailStatus: "NONE" })
      .where("id", "=", unclaimedIds(dueMails(now).clearSelect().select("id").orderBy("nextAttemptAt"), limit)),
    "any",
  );
}
