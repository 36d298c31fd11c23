import { sql, type Expression } from "kysely";
import { invariant } from "../core/assert.ts";
import type { Context } from "../core/context.ts";
import type { DeliveryStatus, OrderStatus } from "../core/states.ts";
import { after } from "../core/time.ts";
import type { Commit, Handle, Returning } from "../db/commit.ts";
import { db } from "../db/database.ts";
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
  const { type: productType, ...item } = snapshot;
  const { priceFen } = item;
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
  commit.add("newItem", db.insertInto("omsOrderItem").values({ orderId, ...item }));
  insertEvent(commit, orderId, { type: "CREATED", toStatus: "PENDING" }, context);
  return newOrder;
}

/** What changes beside the status. */
export interface OrderChanges {
  /** Whether its goods went out or were given up, and what it was loaded with. */
  readonly delivery?: { readonly from: DeliveryStatus; readonly to: DeliveryStatus };
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
 * Moves an order from the status it was loaded in, or leaves it there and changes something else, and writes the line of
 * history beside it. The only writer of `status` and `delivery_status` but for `completeOrders`. Finds no row when
 * somebody else changed it first.
 */
export function moveOrder(
  commit: Commit,
  { id, status: from }: { readonly id: bigint; readonly status: OrderStatus },
  to: OrderStatus,
  { refundedFen, delivery, ...changes }: OrderChanges,
  event: OrderEvent,
  context: Context,
): void {
  const isMove = from !== to;
  invariant(!isMove || mayMove(from, to), `an order does not go from ${from} to ${to}`);
  let move = db
    .updateTable("omsOrder")
    .set({ ...changes, status: to, updateTime: context.now, claimedUntil: null })
    .where("id", "=", id)
    .where("status", "=", from);
  if (delivery) move = move.set({ deliveryStatus: delivery.to });
  // A move is guarded by the status that it leaves; without one, of two who deliver, this lets one be first.
  if (delivery && !isMove) move = move.where("deliveryStatus", "=", delivery.from);
  if (refundedFen !== undefined)
    move = move.set((eb) => ({ refundedAmountFen: eb("refundedAmountFen", "+", refundedFen) }));
  commit.add("movedOrder", move);
  insertEvent(commit, id, isMove ? { ...event, fromStatus: from, toStatus: to } : event, context);
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

/**
 * Claims overdue unpaid orders until `leaseUntil`, passing over those that another worker holds: first those that nobody has
 * tried, oldest first, then those tried longest ago, so that no number of orders without an answer keeps others open.
 * A claim is a statement of its own, not a part.
 */
export function claimExpiredOrders(now: Date, leaseUntil: Date, limit: number) {
  const due = db
    .selectFrom("omsOrder")
    .select("id")
    .where("status", "=", "PENDING")
    .where("expireTime", "<=", now)
    .where((eb) => eb.or([eb("claimedUntil", "is", null), eb("claimedUntil", "<=", now)]))
    .orderBy("claimedUntil", (order) => order.asc().nullsFirst())
    .orderBy("expireTime")
    .limit(limit)
    .forUpdate()
    .skipLocked();
  return db
    .updateTable("omsOrder")
    .set({ claimedUntil: leaseUntil })
    .where("id", "in", due)
    .returning(["orderSn", "memberId"]);
}

/** Gives a claim back: the next run may try again, and this one, whose clock stands, does not. */
export function giveBackClaim(commit: Commit, orderSn: string, now: Date): void {
  commit.add(
    "givenBackOrder",
    db
      .updateTable("omsOrder")
      .set({ claimedUntil: after(now, 1) })
      .where("orderSn", "=", orderSn)
      .where("status", "=", "PENDING")
      .where("claimedUntil", ">", now),
    "any",
  );
}

/** Paid and delivered orders whose refund window is over become COMPLETED, with their history, in one statement. */
export function completeOrders(
  commit: Commit,
  paidBefore: Date,
  { now, actor }: Context,
  limit: number,
): Handle<{ id: bigint }> {
  const due = db
    .selectFrom("omsOrder")
    .select("id")
    .where("status", "=", "PAID")
    .where("deliveryStatus", "=", "DELIVERED")
    .where("paymentTime", "<", paidBefore)
    .orderBy("paymentTime")
    .limit(limit)
    .forUpdate()
    .skipLocked();
  const completed = commit.add(
    "completedOrders",
    db
      .updateTable("omsOrder")
      .set({ status: "COMPLETED", completeTime: now, updateTime: now })
      .where("status", "=", "PAID")
      .where("id", "in", due)
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
