import { sql, type Expression } from "kysely";
import type { Snapshot } from "../catalog/rules.ts";
import { invariant } from "../core/assert.ts";
import type { Context } from "../core/context.ts";
import type { DeliveryStatus, OrderStatus } from "../core/states.ts";
import type { Commit, Handle, Returning } from "../db/commit.ts";
import { db, literal } from "../db/database.ts";
import { unclaimed, unclaimedIds } from "../db/due.ts";
import type { Release } from "../db/run-due.ts";
import { unnest } from "../db/unnest.ts";
import { mayMove, type OrderDraft } from "./rules.ts";

export interface NewOrder extends OrderDraft {
  readonly orderSn: string;
  readonly memberId: bigint;
  readonly requestKey: string | null;
  readonly requestHash: string | null;
  readonly returnPath: string | null;
}

/** The order, what was bought, and the first line of its history. */
export function insertOrder(commit: Commit, order: NewOrder, context: Context): Returning<{ id: bigint }> {
  const { orderSn, memberId, openSlot, requestKey, requestHash, returnPath, expireTime, snapshot } = order;
  const { type: productType, priceFen } = snapshot;
  const newOrder = commit.addReturning(
    "newOrder",
    db
      .insertInto("omsOrder")
      .values({
        ...{ orderSn, memberId, productType, openSlot, requestKey, requestHash, returnPath, expireTime },
        totalAmountFen: priceFen,
        payAmountFen: priceFen,
        createTime: context.now,
        updateTime: context.now,
      })
      .returning("id"),
  );
  const orderId = newOrder.ref("id");
  commit.add("newItem", db.insertInto("omsOrderItem").values({ orderId, ...itemOf(snapshot) }));
  insertEvent(commit, orderId, { type: "CREATED", toStatus: "PENDING" }, context);
  return newOrder;
}

/** The columns of what was bought. */
function itemOf(snapshot: Snapshot) {
  const { productName, priceFen } = snapshot;
  if (snapshot.type === "CREDITS") {
    const { productId, creditAmount, bonusCredits, validDays } = snapshot;
    return { productName, priceFen, productId, creditAmount, bonusCredits, validDays };
  }
  const { planId, planCode, planLevel, billingCycle } = snapshot;
  return { productName, priceFen, planId, planCode, planLevel, billingCycle };
}

/** What changes beside the status. */
export interface OrderChanges {
  readonly deliveryStatus?: DeliveryStatus;
  readonly paymentTime?: Date;
  readonly closeReason?: string;
  /** Added to what has been given back, in fen; the database refuses more than was paid. */
  readonly refundedFen?: number;
}

/** One line of an order's history. */
export interface OrderEvent {
  readonly type: string;
  readonly detail?: Record<string, unknown>;
}

/**
 * Moves an order from the status it was loaded in, and writes the line of history beside it. The only writer of `status`
 * but for `completeOrders`. Finds no row when somebody else moved it first.
 */
export function moveOrder(
  commit: Commit,
  order: { readonly id: bigint; readonly status: OrderStatus },
  to: OrderStatus,
  { refundedFen, ...changes }: OrderChanges,
  event: OrderEvent,
  context: Context,
): void {
  invariant(mayMove(order.status, to), `an order does not go from ${order.status} to ${to}`);
  const move = db
    .updateTable("omsOrder")
    .set({ ...changes, status: to, updateTime: context.now, claimedUntil: null })
    .where("id", "=", order.id)
    .where("status", "=", order.status);
  commit.add(
    "movedOrder",
    refundedFen === undefined
      ? move
      : move.set((eb) => ({ refundedAmountFen: eb("refundedAmountFen", "+", refundedFen) })),
  );
  insertEvent(commit, order.id, { ...event, fromStatus: order.status, toStatus: to }, context);
}

/** A line of an order's history. Append-only in the database. */
export function recordEvent(commit: Commit, orderId: bigint, event: OrderEvent, context: Context): void {
  insertEvent(commit, orderId, event, context);
}

function insertEvent(
  commit: Commit,
  orderId: bigint | Expression<bigint>,
  event: OrderEvent & { readonly fromStatus?: OrderStatus; readonly toStatus?: OrderStatus },
  { now, actor }: Context,
): void {
  commit.add("orderEvent", db.insertInto("omsOrderEvent").values({ orderId, ...event, actor, createTime: now }));
}

/** Marks the goods of a paid order as handed over, or as given up. Finds no row once a refund is under way. */
export function setDeliveryStatus(
  commit: Commit,
  orderId: bigint,
  from: DeliveryStatus,
  to: DeliveryStatus,
  now: Date,
): void {
  commit.add(
    "deliveredOrder",
    db
      .updateTable("omsOrder")
      .set({ deliveryStatus: to, updateTime: now })
      .where("id", "=", orderId)
      .where("status", "=", "PAID")
      .where("deliveryStatus", "=", from),
  );
}

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
 * Claims overdue unpaid orders until `leaseUntil`: first those that nobody has tried, oldest first, then those tried longest
 * ago, so that no number of orders without an answer keeps others open. A statement of its own, not a part.
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

/** Claimed orders that are still open go back: one that was tried waits, one that was not is as if nobody had claimed it. */
export function releaseExpiredOrders(
  commit: Commit,
  leaseUntil: Date,
  releases: readonly Release<{ readonly id: bigint }>[],
): void {
  const release = unnest("release", {
    id: { bigint: releases.map(({ row }) => row.id) },
    nextAt: { timestamptz: releases.map(({ nextAt }) => nextAt) },
    isTry: { boolean: releases.map(({ isTry }) => isTry) },
  });
  commit.add(
    "releasedOrders",
    db
      .updateTable("omsOrder as o")
      .from(release)
      .set((eb) => ({ claimedUntil: eb.case().when(eb.ref("release.isTry")).then(eb.ref("release.nextAt")).end() }))
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

/** Paid and delivered orders whose refund window is over become COMPLETED, with their history, in one statement. */
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
