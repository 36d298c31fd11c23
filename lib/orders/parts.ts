import type { Snapshot } from "../catalog/rules.ts";
import { invariant } from "../core/assert.ts";
import type { Context } from "../core/context.ts";
import type { DeliveryStatus, OrderStatus } from "../core/states.ts";
import type { Part } from "../db/commit.ts";
import { joinSql, sql, type Sql } from "../db/sql.ts";
import { mayMove, type OrderDraft } from "./rules.ts";

export interface NewOrder extends OrderDraft {
  readonly orderSn: string;
  readonly memberId: bigint;
  readonly requestKey: string | null;
  readonly requestHash: string | null;
  readonly returnPath: string | null;
}

/** The order (`new_order`: id), what was bought, and the first line of its history. */
export function insertOrder(order: NewOrder, { now, actor }: Context): Part[] {
  const { snapshot } = order;
  return [
    {
      name: "new_order",
      rows: 1,
      sql: sql`insert into oms_order (order_sn, member_id, product_type, total_amount_fen, pay_amount_fen, open_slot,
          request_key, request_hash, return_path, create_time, expire_time, update_time)
        values (${order.orderSn}, ${order.memberId}, ${snapshot.type}::product_type, ${snapshot.priceFen}, ${snapshot.priceFen}, ${order.openSlot},
          ${order.requestKey}, ${order.requestHash}, ${order.returnPath}, ${now}, ${order.expireTime}, ${now})
        returning id`,
    },
    { name: "new_item", rows: 1, sql: insertItem(snapshot) },
    {
      name: "order_event",
      rows: 1,
      sql: sql`insert into oms_order_event (order_id, type, to_status, actor, create_time)
        select id, 'CREATED', 'PENDING', ${actor}::text, ${now}::timestamptz from new_order returning id`,
    },
  ];
}

function insertItem(snapshot: Snapshot): Sql {
  if (snapshot.type === "CREDITS")
    return sql`insert into oms_order_item (order_id, product_id, product_name, price_fen, credit_amount, bonus_credits, valid_days)
      select id, ${snapshot.productId}::bigint, ${snapshot.productName}::text, ${snapshot.priceFen}::int, ${snapshot.creditAmount}::int,
        ${snapshot.bonusCredits}::int, ${snapshot.validDays}::int from new_order returning id`;
  return sql`insert into oms_order_item (order_id, plan_id, product_name, price_fen, plan_code, plan_level, billing_cycle)
    select id, ${snapshot.planId}::bigint, ${snapshot.productName}::text, ${snapshot.priceFen}::int, ${snapshot.planCode}::text,
      ${snapshot.planLevel}::int, ${snapshot.billingCycle}::billing_cycle from new_order returning id`;
}

/** What changes beside the status. */
export interface OrderChanges {
  readonly deliveryStatus?: DeliveryStatus;
  readonly paymentTime?: Date;
  readonly closeReason?: string;
  readonly completeTime?: Date;
  /** Added to what has been given back, in fen; the database refuses more than was paid. */
  readonly refundedFen?: number;
}

/**
 * Moves an order from the status it was loaded in, and writes the line of history beside it. The only writer of `status`.
 * Finds no row when somebody else moved it first.
 */
export function moveOrder(
  order: { readonly id: bigint; readonly status: OrderStatus },
  to: OrderStatus,
  changes: OrderChanges,
  event: { readonly type: string; readonly detail?: object },
  { now, actor }: Context,
): Part[] {
  invariant(mayMove(order.status, to), `an order does not go from ${order.status} to ${to}`);
  const sets = [sql`status = ${to}::order_status`, sql`update_time = ${now}`, sql`claimed_until = null`];
  if (changes.deliveryStatus) sets.push(sql`delivery_status = ${changes.deliveryStatus}::delivery_status`);
  if (changes.paymentTime) sets.push(sql`payment_time = ${changes.paymentTime}`);
  if (changes.closeReason) sets.push(sql`close_reason = ${changes.closeReason}`);
  if (changes.completeTime) sets.push(sql`complete_time = ${changes.completeTime}`);
  if (changes.refundedFen) sets.push(sql`refunded_amount_fen = refunded_amount_fen + ${changes.refundedFen}`);
  return [
    {
      name: "moved_order",
      rows: 1,
      sql: sql`update oms_order set ${joinSql(sets, ", ")}
        where id = ${order.id} and status = ${order.status}::order_status returning id`,
    },
    recordEvent(order.id, event.type, event.detail ?? {}, { now, actor }, { from: order.status, to }),
  ];
}

/** A line of an order's history. Append-only in the database. */
export function recordEvent(
  orderId: bigint,
  type: string,
  detail: object,
  { now, actor }: Context,
  move?: { from: OrderStatus; to: OrderStatus },
): Part {
  return {
    name: "order_event",
    rows: 1,
    sql: sql`insert into oms_order_event (order_id, type, from_status, to_status, actor, detail, create_time)
      values (${orderId}, ${type}, ${move?.from ?? null}::order_status, ${move?.to ?? null}::order_status, ${actor}, ${JSON.stringify(detail)}::jsonb, ${now})
      returning id`,
  };
}

/** Marks the goods of a paid order as handed over, or as given up. Finds no row once a refund is under way. */
export function setDeliveryStatus(orderId: bigint, from: DeliveryStatus, to: DeliveryStatus, now: Date): Part {
  return {
    name: "delivered_order",
    rows: 1,
    sql: sql`update oms_order set delivery_status = ${to}::delivery_status, update_time = ${now}
      where id = ${orderId} and status = 'PAID' and delivery_status = ${from}::delivery_status returning id`,
  };
}

/**
 * Claims overdue unpaid orders until `leaseUntil`, passing over those that another worker holds: first those that nobody has
 * tried, oldest first, then those tried longest ago, so that no number of orders without an answer keeps others open.
 * A claim is a statement of its own, not a part (ARCHITECTURE.md section 4).
 */
export function claimExpiredOrders(now: Date, leaseUntil: Date, limit: number): Sql {
  return sql`update oms_order set claimed_until = ${leaseUntil}
    where id in (
      select id from oms_order where status = 'PENDING' and expire_time <= ${now} and (claimed_until is null or claimed_until <= ${now})
      order by claimed_until nulls first, expire_time for update skip locked limit ${limit})
    returning order_sn as "orderSn", member_id as "memberId"`;
}

/** Gives a claim back: the next run may try again, and this one, whose clock stands, does not. */
export function giveBackClaim(orderSn: string, now: Date): Part {
  return {
    name: "given_back_order",
    rows: "any",
    sql: sql`update oms_order set claimed_until = ${now}::timestamptz + interval '1 millisecond'
      where order_sn = ${orderSn} and status = 'PENDING' and claimed_until > ${now} returning id`,
  };
}

/** Paid and delivered orders whose refund window is over become COMPLETED, with their history, in one statement. */
export function completeOrders(paidBefore: Date, { now, actor }: Context, limit: number): Part[] {
  return [
    {
      name: "completed_orders",
      rows: "any",
      sql: sql`update oms_order set status = 'COMPLETED', complete_time = ${now}, update_time = ${now}
        where status = 'PAID' and id in (
          select id from oms_order where status = 'PAID' and delivery_status = 'DELIVERED' and payment_time < ${paidBefore}
          order by payment_time for update skip locked limit ${limit})
        returning id`,
    },
    {
      name: "order_event",
      rows: "any",
      sql: sql`insert into oms_order_event (order_id, type, from_status, to_status, actor, create_time)
        select id, 'COMPLETED', 'PAID', 'COMPLETED', ${actor}::text, ${now}::timestamptz from completed_orders returning id`,
    },
  ];
}
