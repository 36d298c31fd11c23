import type { Commit, Handle, Returning } from "../db/commit.ts";
import { db, literal } from "../db/database.ts";
import { released, unclaimed } from "../db/due.ts";
import type { Release } from "../db/run-due.ts";
import { unnest } from "../db/unnest.ts";
import type { TargetKind } from "../contracts/operators.ts";
import { after } from "../core/time.ts";
import { REMIND_AFTER_MS, REMIND_EVERY_MS } from "./rules.ts";

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

/** Open alerts that nobody was told of yet, or not for long. */
export function untoldAlerts(now: Date) {
  return db
    .selectFrom("sysAlert")
    .where("resolvedTime", "is", null)
    .where((eb) =>
      eb.or([
        eb("toldCount", "=", 0),
        eb.and([eb("toldCount", "=", 1), eb("toldTime", "<=", after(now, -REMIND_AFTER_MS))]),
        eb("toldTime", "<=", after(now, -REMIND_EVERY_MS)),
      ]),
    );
}

/** These alerts are being told. Touches fewer rows where another worker was first, or somebody has closed one. */
export function markTold(commit: Commit, alerts: readonly { id: bigint; toldCount: number }[], now: Date): void {
  const told = unnest("told", {
    id: { bigint: alerts.map(({ id }) => id) },
    toldCount: { int: alerts.map(({ toldCount }) => toldCount) },
  });
  commit.add(
    "toldAlerts",
    db
      .updateTable("sysAlert as alert")
      .from(told)
      .set(({ eb, ref }) => ({ toldCount: eb(ref("told.toldCount"), "+", 1), toldTime: now }))
      .whereRef("alert.id", "=", "told.id")
      .whereRef("alert.toldCount", "=", "told.toldCount")
      .where("alert.resolvedTime", "is", null),
    alerts.length,
  );
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
