import type { Commit } from "../db/commit.ts";
import { db } from "../db/database.ts";
import { prepared, type Given } from "../db/prepared.ts";
import type { NoticeFacts, NoticeKind } from "./rules.ts";

export interface NewNotice {
  readonly memberId: bigint;
  readonly kind: NoticeKind;
  /** What it is about; the same news about the same thing is told once. */
  readonly about: string;
  readonly orderSn: string | null;
  readonly facts: NoticeFacts;
}

const newNotice = prepared((given: Given<Omit<NewNotice, "about"> & { noticeKey: string; now: Date }>) =>
  db
    .insertInto("umsMemberNotice")
    .values({
      memberId: given.memberId,
      noticeKey: given.noticeKey,
      kind: given.kind,
      orderSn: given.orderSn,
      detail: given.facts,
      nextAttemptAt: given.now,
      createTime: given.now,
    })
    .onConflict((conflict) => conflict.column("noticeKey").doNothing()),
);

/** Tells the member something, in the same commit as the thing itself. Mail follows by its own job. */
export function enqueueNotice(commit: Commit, notice: NewNotice, now: Date): void {
  const noticeKey = `${notice.kind}:${notice.about}`;
  commit.add("notice", newNotice({ ...notice, noticeKey, now }), "any");
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

/**
 * Claims mails that are due, oldest first, passing over those another worker holds. The claim counts as a try. A statement
 * of its own, not a part.
 */
export function claimDueMails(now: Date, leaseUntil: Date, limit: number) {
  return db
    .updateTable("umsMemberNotice")
    .set((eb) => ({ mailAttempts: eb("mailAttempts", "+", 1), nextAttemptAt: leaseUntil }))
    .where("id", "in", dueMails(now, limit))
    .returning(["id", "memberId", "noticeKey", "kind", "orderSn", "detail", "mailAttempts"]);
}

function dueMails(now: Date, limit: number) {
  return db
    .selectFrom("umsMemberNotice")
    .select("id")
    .where("mailStatus", "=", "PENDING")
    .where("nextAttemptAt", "<=", now)
    .orderBy("nextAttemptAt")
    .limit(limit)
    .forUpdate()
    .skipLocked();
}

interface ClaimedMail {
  readonly id: bigint;
  readonly mailAttempts: number;
}

/** A claimed mail that no other worker has tried since. */
function claimed({ id, mailAttempts }: ClaimedMail) {
  return db
    .updateTable("umsMemberNotice")
    .where("id", "=", id)
    .where("mailStatus", "=", "PENDING")
    .where("mailAttempts", "=", mailAttempts);
}

/** The mail is out, or will never be. Finds nothing when another worker has tried since. */
export function finishMail(commit: Commit, mail: ClaimedMail, status: "SENT" | "FAILED" | "NONE"): void {
  commit.add("finishedMail", claimed(mail).set({ mailStatus: status }), "any");
}

/** The mail was not taken; another try at `nextAt`. */
export function postponeMail(commit: Commit, mail: ClaimedMail, nextAt: Date): void {
  commit.add("postponedMail", claimed(mail).set({ nextAttemptAt: nextAt }), "any");
}

/** Our database did not answer before the mail was tried: the claim was no try. Finds nothing when another worker has tried since. */
export function giveBackMail(commit: Commit, mail: ClaimedMail, nextAt: Date): void {
  const uncounted = claimed(mail).set((eb) => ({ mailAttempts: eb("mailAttempts", "-", 1), nextAttemptAt: nextAt }));
  commit.add("givenBackMail", uncounted, "any");
}

/** Nothing is mailed here, so nothing waits: mail that is configured later does not begin with old news. */
export function waiveMails(commit: Commit, now: Date, limit: number) {
  return commit.add(
    "waivedMails",
    db.updateTable("umsMemberNotice").set({ mailStatus: "NONE" }).where("id", "in", dueMails(now, limit)),
    "any",
  );
}
