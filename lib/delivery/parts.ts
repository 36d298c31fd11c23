import { sql } from "kysely";
import type { Commit } from "../db/commit.ts";
import { db } from "../db/database.ts";
import { released, unclaimed } from "../db/due.ts";
import type { Release } from "../db/run-due.ts";

/** Records a delivery made in the commit of the payment. One per order, by a unique index. */
export function recordDelivered(commit: Commit, orderId: bigint, now: Date): void {
  commit.add(
    "delivery",
    db
      .insertInto("omsDeliveryRecords")
      .values({ orderId, deliveryStatus: "DELIVERED", deliveredTime: now, createTime: now }),
  );
}

/** Records a pending delivery after a failure. */
export function recordUndelivered(commit: Commit, orderId: bigint, reason: string, nextRetryAt: Date, now: Date): void {
  commit.add(
    "delivery",
    db
      .insertInto("omsDeliveryRecords")
      .values({ orderId, deliveryStatus: "PENDING", errorMessage: reason, nextRetryAt, createTime: now }),
  );
}

/** A pending delivery with its claim released. */
function owed() {
  return db.updateTable("omsDeliveryRecords").set({ leasedUntil: null }).where("deliveredTime", "is", null);
}

/** The goods that were promised went out, on a try that counts. Finds no row when another worker was first. */
export function markDelivered(commit: Commit, orderId: bigint, now: Date): void {
  commit.add(
    "delivery",
    owed()
      .set((eb) => ({ retryCount: eb("retryCount", "+", 1) }))
      .set({ deliveryStatus: "DELIVERED", deliveredTime: now, nextRetryAt: null, errorMessage: null })
      .where("orderId", "=", orderId),
  );
}

/**
 * Records a failed retry; `nextRetryAt` null gives up. Touches no row when another worker recorded a retry meanwhile.
 */
export function markFailed(
  commit: Commit,
  { id, retryCount }: { readonly id: bigint; readonly retryCount: number },
  reason: string,
  nextRetryAt: Date | null,
): void {
  commit.add(
    "delivery",
    owed()
      .set({
        deliveryStatus: nextRetryAt ? "PENDING" : "FAILED",
        retryCount: retryCount + 1,
        nextRetryAt,
        errorMessage: reason,
      })
      .where("id", "=", id)
      .where("retryCount", "=", retryCount),
  );
}

/** Postpones a delivery until `until`, or for ever (null). Not counted as a retry. */
export function putOff(commit: Commit, deliveryId: bigint, until: Date | null): void {
  commit.add("delivery", owed().set({ nextRetryAt: until }).where("id", "=", deliveryId), "any");
}

/** The database was unavailable: retried at `until`, or by an admin. Not counted as a retry. */
export function giveBackDelivery(commit: Commit, deliveryId: bigint, until: Date): void {
  commit.add(
    "delivery",
    owed()
      .set({ nextRetryAt: unlessGivenUp(until) })
      .where("id", "=", deliveryId),
    "any",
  );
}

/** A delivery that was given up has no time at which it is tried again: a person looks at it. */
const unlessGivenUp = (until: Date | null) =>
  sql<Date | null>`case when next_retry_at is not null then ${until}::timestamptz end`;

/**
 * Postpones the pending delivery of an order with an open refund until `until`, or for ever (null). A failed delivery
 * stays failed. Touches no row once the goods are delivered.
 */
export function withholdDelivery(commit: Commit, orderId: bigint, until: Date | null): void {
  commit.add(
    "delivery",
    owed()
      .set({ nextRetryAt: unlessGivenUp(until) })
      .where("orderId", "=", orderId),
  );
}

/** Deliveries whose next retry is due and that no worker holds. */
export function dueDeliveries(now: Date) {
  return db
    .selectFrom("omsDeliveryRecords")
    .select(["id", "nextRetryAt as dueAt"])
    .where("nextRetryAt", "<=", now)
    .where((eb) => eb.or([eb("leasedUntil", "is", null), eb("leasedUntil", "<=", now)]));
}

/** Claims due deliveries, the longest due first. A statement of its own, not a part. */
export function claimDueDeliveries(now: Date, leaseUntil: Date, limit: number) {
  return db
    .with("due", () => unclaimed(dueDeliveries(now).orderBy("nextRetryAt"), limit))
    .updateTable("omsDeliveryRecords as d")
    .from("due")
    .set({ leasedUntil: leaseUntil })
    .whereRef("d.id", "=", "due.id")
    .returning(["d.id", "d.orderId", "d.retryCount"])
    .returning((eb) => eb.ref("due.dueAt").$notNull().as("dueAt"));
}

/** Claimed deliveries whose try wrote nothing go back, to be tried again at `nextAt`. */
export function releaseDeliveries(
  commit: Commit,
  leaseUntil: Date,
  releases: readonly Release<{ readonly id: bigint }>[],
): void {
  commit.add(
    "releasedDeliveries",
    db
      .updateTable("omsDeliveryRecords as d")
      .from(released(releases))
      .set((eb) => ({ leasedUntil: null, nextRetryAt: eb.ref("release.nextAt") }))
      .whereRef("d.id", "=", "release.id")
      .where("d.leasedUntil", "=", leaseUntil),
    "any",
  );
}

/** Claims a delivery that is owed, for one worker, whenever it is due; finds no row while another worker holds it. */
export function claimOwedDelivery(orderId: bigint, now: Date, leaseUntil: Date) {
  return db
    .updateTable("omsDeliveryRecords")
    .set({ leasedUntil: leaseUntil })
    .where("orderId", "=", orderId)
    .where("deliveredTime", "is", null)
    .where((eb) => eb.or([eb("leasedUntil", "is", null), eb("leasedUntil", "<=", now)]))
    .returning(["id", "orderId", "retryCount"]);
}

/** The same, when it was given up. */
export function claimGivenUpDelivery(orderId: bigint, now: Date, leaseUntil: Date) {
  return claimOwedDelivery(orderId, now, leaseUntil).where("nextRetryAt", "is", null);
}
