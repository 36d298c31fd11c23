import { sql, type RawBuilder } from "kysely";
import type { DayRange } from "../core/day-range.ts";
import { SECOND_MS } from "../core/time.ts";
import type { ProductType } from "../core/states.ts";
import { reportRow } from "../db/report.ts";

/** The rows of a report, planned for its own range: a plan that is kept for all ranges would be one for small ones. */
async function rowsOf<Row>(query: RawBuilder<Row>): Promise<Row[]> {
  const report = sql<{ rows: Row[] }>`select coalesce(json_agg(found), '[]') as rows from (${query}) found`;
  return (await reportRow(report, 10 * SECOND_MS))?.rows ?? [];
}

/** The Beijing day of an instant; statistics are kept of this very expression (migration 0030). */
const dayOf = (instant: RawBuilder<unknown>) => sql`(${instant} at time zone interval '8 hours')::date`;

const productType = sql`case when item.plan_id is null then 'CREDITS' else 'SUBSCRIPTION' end`;

/** Orders: from the first to the last id. */
export interface OrderSpan {
  readonly first: number;
  readonly last: number;
}

/**
 * The ids between which the orders lie that were made or paid in the range; null: there are none. What belongs to an order is
 * stored in the order of their ids, so that a bound saves reading all of the years before.
 */
export async function findOrderSpan({ since, until }: DayRange): Promise<OrderSpan | null> {
  const [span] = await rowsOf(sql<{ first: number | null; last: number | null }>`
    select least(min(made.first), min(paid.first)) as first, greatest(max(made.last), max(paid.last)) as last
    from (select min(id + 0) as first, max(id + 0) as last from oms_order
        where create_time >= ${since} and create_time < ${until}) made,
      (select min(order_id + 0) as first, max(order_id + 0) as last from oms_payment_records
        where payment_time >= ${since} and payment_time < ${until}) paid`);
  return span && span.first !== null && span.last !== null ? { first: span.first, last: span.last } : null;
}

/** A sum of a day, or of a product over all days: the names of the other one are null. */
interface Grouped {
  /** "2026-01-31" */
  readonly day: string | null;
  readonly type: ProductType | null;
  readonly name: string | null;
}

export interface OrderSums extends Grouped {
  readonly made: number;
  /** Of these, how many took money. */
  readonly took: number;
}

/** The orders that were made in the range, by day and by product. */
export function sumOrders({ since, until }: DayRange, { first, last }: OrderSpan): Promise<OrderSums[]> {
  return rowsOf(sql<OrderSums>`
    select day, type, name, sum(made) as made, sum(took) as took
    from (
      select ${dayOf(sql`o.create_time`)} as day, ${productType} as type, item.product_name as name, count(*) as made,
        count(*) filter (where o.status not in ('PENDING', 'CANCELLED')) as took
      from oms_order o join oms_order_item item on item.order_id = o.id
      where o.create_time >= ${since} and o.create_time < ${until}
        and item.order_id between ${first}::bigint and ${last}::bigint
      group by 1, 2, 3) one
    group by grouping sets ((day), (type, name))`);
}

export interface LostSums {
  readonly day: string;
  readonly lost: number;
  /** Of these, how many took money by their own status. */
  readonly took: number;
}

/** The orders of the range that have money which neither bought something nor was sent back (docs/rules.md R66), by day. */
export function sumLost({ since, until }: DayRange): Promise<LostSums[]> {
  return rowsOf(sql<LostSums>`
    select ${dayOf(sql`o.create_time`)} as day, count(*) as lost,
      count(*) filter (where o.status not in ('PENDING', 'CANCELLED')) as took
    from oms_order o
    where o.create_time >= ${since} and o.create_time < ${until} and o.id in (
      select id from oms_order
      where status = 'PAID' and delivery_status <> 'DELIVERED' and status <> 'REFUNDED' and payment_time is not null
      union all
      select order_id from oms_payment_records
      where kind <> 'EFFECTIVE' and payment_status = 'SUCCESS' and payment_time >= ${since})
    group by 1`);
}

export interface PaidSums extends Grouped {
  /** Orders. Stray payments count as money alone. */
  readonly paid: number;
  readonly fen: number;
}

/** The money that came in the range, by day and by product. */
export function sumPaid({ since, until }: DayRange, { first, last }: OrderSpan): Promise<PaidSums[]> {
  return rowsOf(sql<PaidSums>`
    select day, type, name, sum(paid) as paid, sum(fen) as fen
    from (
      select ${dayOf(sql`p.payment_time`)} as day, ${productType} as type, item.product_name as name,
        count(*) filter (where p.kind = 'EFFECTIVE') as paid, sum(p.payment_amount_fen) as fen
      from oms_payment_records p join oms_order_item item on item.order_id = p.order_id
      where p.payment_time >= ${since} and p.payment_time < ${until}
        and item.order_id between ${first}::bigint and ${last}::bigint
      group by 1, 2, 3) one
    group by grouping sets ((day), (type, name))`);
}

export type RefundedSums = Omit<PaidSums, "paid">;

/** The money that went back in the range, by day and by product. */
export function sumRefunded({ since, until }: DayRange): Promise<RefundedSums[]> {
  return rowsOf(sql<RefundedSums>`
    select day, type, name, sum(fen) as fen
    from (
      select ${dayOf(sql`r.finish_time`)} as day, ${productType} as type, item.product_name as name, r.refund_amount_fen as fen
      from oms_refund_records r join oms_order_item item on item.order_id = r.order_id
      where r.status = 'SUCCESS' and r.finish_time >= ${since} and r.finish_time < ${until}) one
    group by grouping sets ((day), (type, name))`);
}

export interface DeliveryTimes {
  /** null: of the whole range. */
  readonly day: string | null;
  readonly median: number;
  readonly p99: number;
}

/** From payment to delivery in ms, of what was paid in the range, by day and in all. */
export function timeDeliveries({ since, until }: DayRange, { first, last }: OrderSpan): Promise<DeliveryTimes[]> {
  return rowsOf(sql<DeliveryTimes>`
    select day, percentile_disc(0.5) within group (order by ms) as median, percentile_disc(0.99) within group (order by ms) as p99
    from (
      select ${dayOf(sql`p.payment_time`)} as day,
        greatest(0, round(extract(epoch from d.delivered_time - p.payment_time) * 1000))::bigint as ms
      from oms_payment_records p join oms_delivery_records d on d.order_id = p.order_id
      where p.kind = 'EFFECTIVE' and p.payment_time >= ${since} and p.payment_time < ${until}
        and d.order_id between ${first}::bigint and ${last}::bigint and d.delivered_time is not null) one
    group by grouping sets ((day), ())
    having count(*) > 0`);
}

/** Credits that expired unused in the range, by day. */
export function sumExpired({ since, until }: DayRange): Promise<{ day: string; credits: number }[]> {
  return rowsOf(sql<{ day: string; credits: number }>`
    select ${dayOf(sql`create_time`)} as day, -sum(delta) as credits
    from ums_credit_ledger
    where entry_type = 'EXPIRE' and create_time >= ${since} and create_time < ${until}
    group by 1`);
}

/** What the lots that live hold, by their kind. */
export function sumOutstanding(now: Date): Promise<{ kind: "PAID" | "BONUS"; credits: number }[]> {
  return rowsOf(sql<{ kind: "PAID" | "BONUS"; credits: number }>`
    select kind, sum(remaining) as credits
    from ums_credit_lot
    where remaining > 0 and (expire_time is null or expire_time > ${now})
    group by kind`);
}
