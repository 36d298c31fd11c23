import type { Commit, Handle, Returning } from "../db/commit.ts";
import { db, literal } from "../db/database.ts";
import { released, unclaimed, unclaimedIds } from "../db/due.ts";
import type { Release } from "../db/run-due.ts";
import type { TargetKind } from "../contracts/operators.ts";

/** Adds a place, or gives one that is there another secret. */
export function putTarget(
  commit: Commit,
  { kind, address, secret }: { readonly kind: TargetKind; readonly address: string; readonly secret: string | null },
  now: Date,
): Returning<{ id: bigint }> {
  return commit.addReturning(
    "operatorTarget",
    db
      .insertInto("sysOperatorTarget")
      .values({ kind, address, secret, createTime: now })
      .onConflict((conflict) => conflict.columns(["kind", "address"]).doUpdateSet({ secret }))
      .returning("id"),
  );
}

/** Removes a place with what it was told. Touches no row when it is gone already. */
export function removeTarget(commit: Commit, id: bigint): void {
  commit.add("operatorTarget", db.deleteFrom("sysOperatorTarget").where("id", "=", id));
}

/** A message for every place. */
export function enqueueMessages(
  commit: Commit,
  message: { readonly subject: string; readonly body: string },
  now: Date,
): Handle<unknown> {
  const { subject, body } = message;
  return commit.add(
    "operatorMessages",
    db
      .insertInto("sysOperatorMessage")
      .columns(["targetId", "subject", "body", "nextAttemptAt", "createTime"])
      .expression(
        db
          .selectFrom("sysOperatorTarget")
          .select(({ val, cast }) => [
            "id",
            val(subject).as("subject"),
            val(body).as("body"),
            cast<Date>(val(now), "timestamptz").as("nextAttemptAt"),
            cast<Date>(val(now), "timestamptz").as("createTime"),
          ]),
      ),
    "any",
  );
}

/**
 * A message about a Beijing day for every place that was there before `addedBefore` and has none about it yet, whoever else
 * writes one at this moment.
 */
export function enqueueSummary(
  commit: Commit,
  { day, addedBefore, subject, body }: DaySummary,
  now: Date,
): Handle<unknown> {
  return commit.add(
    "operatorSummaries",
    db
      .insertInto("sysOperatorMessage")
      .columns(["targetId", "subject", "body", "nextAttemptAt", "createTime", "summaryDay"])
      .expression(
        db
          .selectFrom("sysOperatorTarget")
          .select(({ val, cast }) => [
            "id",
            val(subject).as("subject"),
            val(body).as("body"),
            cast<Date>(val(now), "timestamptz").as("nextAttemptAt"),
            cast<Date>(val(now), "timestamptz").as("createTime"),
            cast<Date>(val(day), "date").as("summaryDay"),
          ])
          .where("createTime", "<", addedBefore),
      )
      .onConflict((conflict) =>
        conflict.columns(["targetId", "summaryDay"]).where("summaryDay", "is not", null).doNothing(),
      ),
    "any",
  );
}

/** What is written about a day, and the instant from which it may be told. */
export interface DaySummary {
  /** "2026-01-31" */
  readonly day: string;
  readonly addedBefore: Date;
  readonly subject: string;
  readonly body: string;
}

/** Places that were there before `addedBefore` and were sent nothing about the day. */
export function placesWithoutSummary(day: string, addedBefore: Date) {
  return db
    .selectFrom("sysOperatorTarget as t")
    .select("t.id")
    .where("t.createTime", "<", addedBefore)
    .where(({ not, exists, selectFrom, cast, val }) =>
      not(
        exists(
          selectFrom("sysOperatorMessage as m")
            .select("m.id")
            .whereRef("m.targetId", "=", "t.id")
            .where("m.summaryDay", "=", cast<Date>(val(day), "date")),
        ),
      ),
    );
}

/** Messages from before then that were sent, or given up. */
export function oldMessages(madeBefore: Date) {
  return db
    .selectFrom("sysOperatorMessage")
    .select("id")
    .where("status", "<>", literal("PENDING"))
    .where("createTime", "<=", madeBefore);
}

/** Deletes at most `limit` of them. */
export function deleteOldMessages(commit: Commit, madeBefore: Date, limit: number): Handle<unknown> {
  const old = unclaimedIds(oldMessages(madeBefore).orderBy("createTime"), limit);
  return commit.add("oldMessages", db.deleteFrom("sysOperatorMessage").where("id", "=", old), "any");
}

/** Messages that are to be sent. The instant of the next attempt is their lease, too. */
export function dueMessages(now: Date) {
  return db
    .selectFrom("sysOperatorMessage")
    .select(["id", "nextAttemptAt as dueAt"])
    .where("status", "=", literal("PENDING"))
    .where("nextAttemptAt", "<=", now);
}

/** Claims messages that are to be sent, the longest due first. A statement of its own, not a part. */
export function claimDueMessages(now: Date, leaseUntil: Date, limit: number) {
  return db
    .with("due", () => unclaimed(dueMessages(now).orderBy("nextAttemptAt"), limit))
    .updateTable("sysOperatorMessage as m")
    .from("due")
    .set({ nextAttemptAt: leaseUntil })
    .whereRef("m.id", "=", "due.id")
    .returning(["m.id", "m.targetId", "m.subject", "m.body", "m.attempts", "due.dueAt"]);
}

interface ClaimedMessage {
  readonly id: bigint;
  /** Tries before this one. */
  readonly attempts: number;
}

/** A message has arrived, or will never. Finds nothing when the lease is over. */
export function finishMessage(
  commit: Commit,
  { id, attempts }: ClaimedMessage,
  leaseUntil: Date,
  status: "SENT" | "FAILED",
): void {
  commit.add(
    "finishedMessage",
    db
      .updateTable("sysOperatorMessage")
      .set({ status, attempts: attempts + 1 })
      .where("id", "=", id)
      .where("status", "=", literal("PENDING"))
      .where("nextAttemptAt", "=", leaseUntil),
    "any",
  );
}

/** Claimed messages that have not arrived go back, to be tried again at `nextAt`. */
export function releaseMessages(commit: Commit, leaseUntil: Date, releases: readonly Release<ClaimedMessage>[]): void {
  commit.add(
    "releasedMessages",
    db
      .updateTable("sysOperatorMessage as m")
      .from(released(releases))
      .set((eb) => ({
        nextAttemptAt: eb.ref("release.nextAt"),
        attempts: eb("m.attempts", "+", eb.ref("release.tries")),
      }))
      .whereRef("m.id", "=", "release.id")
      .where("m.status", "=", literal("PENDING"))
      .where("m.nextAttemptAt", "=", leaseUntil),
    "any",
  );
}
