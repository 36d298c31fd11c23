import { sql } from "kysely";
import type { Context } from "../core/context.ts";
import type { Commit, Handle } from "../db/commit.ts";
import { db, literal } from "../db/database.ts";
import { released, unclaimed, unclaimedIds } from "../db/due.ts";
import type { Release } from "../db/run-due.ts";

/** Unpaid orders past their deadline that no worker holds. */
export function expiredOrders(now: Date) {
  return db
    .selectFrom("omsOrder")
    .select("id")
    .where("status", "=", literal("PENDING"))
    .where("expireTime", "<=", now)
    .where((eb) => eb.or([eb("claimedUntil", "is", null), eb("claimedUntil", "<=", now)]));
}

/**
 * Claims overdue unpaid orders until `leaseUntil`: untried orders first, oldest first, then those tried longest ago, so
 * that unanswered orders do not block others. A statement of its own, not a part.
 */
export function claimExpiredOrders(now: Date, leaseUntil: Date, limit: number) {
  const due = expiredOrders(now)
    .orderBy("claimedUntil", (order) => order.asc().nullsFirst())
    .orderBy("expireTime");
  return db
    .with("due", () => unclaimed(due, limit))
    .updateTable("omsOrder as o")
    .from("due")
    .set({ claimedUntil: leaseUntil })
    .whereRef("o.id", "=", "due.id")
    .returning(["o.id", "o.orderSn", "o.memberId", "o.expireTime as dueAt"]);
}

/**
 * Claimed orders that are still open go back, to be tried again at `nextAt`. One that was not begun has its deadline there, and
 * is as if nobody had claimed it.
 */
export function releaseExpiredOrders(
  commit: Commit,
  leaseUntil: Date,
  releases: readonly Release<{ readonly id: bigint }>[],
): void {
  commit.add(
    "releasedOrders",
    db
      .updateTable("omsOrder as o")
      .from(released(releases))
      .set((eb) => ({ claimedUntil: eb.fn("nullif", ["release.nextAt", "o.expireTime"]) }))
      .whereRef("o.id", "=", "release.id")
      .where("o.status", "=", literal("PENDING"))
      .where("o.claimedUntil", "=", leaseUntil),
    "any",
  );
}

/** Paid and delivered orders whose refund window is over. */
export function overOrders(paidBefore: Date) {
  return db
    .selectFrom("omsOrder")
    .select("id")
    .where("status", "=", literal("PAID"))
    .where("deliveryStatus", "=", literal("DELIVERED"))
    .where("paymentTime", "<", paidBefore);
}

/** Completes paid and delivered orders after their refund window, with history, in one statement. */
export function completeOrders(
  commit: Commit,
  paidBefore: Date,
  { now, actor }: Context,
  limit: number,
): Handle<{ id: bigint }> {
  const completed = commit.add(
    "completedOrders",
    db
      .updateTable("omsOrder")
      .set({ status: "COMPLETED", completeTime: now, updateTime: now })
      .where("status", "=", "PAID")
      .where("id", "=", unclaimedIds(overOrders(paidBefore).orderBy("paymentTime"), limit))
      .returning("id"),
    "any",
  );
  commit.add(
    "orderEvent",
    db
      .insertInto("omsOrderEvent")
      .columns(["orderId", "type", "fromStatus", "toStatus", "actor", "createTime"])
      .expression((eb) =>
        eb
          .selectFrom(completed.as("completed"))
          .select("completed.id")
          .select((event) => [
            sql.lit("COMPLETED").as("type"),
            sql.lit("PAID").as("fromStatus"),
            sql.lit("COMPLETED").as("toStatus"),
            event.val(actor).as("actor"),
            event.val(now).as("createTime"),
          ]),
      ),
    "any",
  );
  return completed;
}
