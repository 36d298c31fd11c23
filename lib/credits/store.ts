import type { LedgerEntryType, LotKind, ReservationStatus } from "../db/generated/enums.ts";
import { noSql, row, rows, sql, type Sql } from "../db/sql.ts";

export interface Lot {
  id: bigint;
  orderSn: string;
  productName: string;
  kind: LotKind;
  granted: number;
  remaining: number;
  frozen: number;
  reserved: number;
  expireTime: Date | null;
  createTime: Date;
}

export interface LedgerEntry {
  id: bigint;
  entryType: LedgerEntryType;
  delta: number;
  balanceAfter: number;
  reason: string;
  orderSn: string;
  createTime: Date;
}

/** The lots as the rule `holds` has them: a lease that has run out counts for nothing, whether or not the cron has been there. */
function lotsAt(now: Date): Sql {
  const overdue = sql`(select coalesce(sum(part.amount), 0)::int from ums_credit_reservation r
    join ums_credit_reservation_lot part on part.reservation_id = r.id and part.lot_id = whole.id
    where r.member_id = whole.member_id and r.status = 'HELD' and r.lease_until <= ${now})`;
  return sql`(select id, member_id, order_id, kind, granted, remaining, frozen, expire_time, create_time,
    reserved - case when reserved > 0 then ${overdue} else 0 end as reserved from ums_credit_lot whole) lot`;
}

/** As many lots as one page shows; the sums come from all of them. */
const LOTS_SHOWN = 200;

/** The lots that still hold something, in the order in which they are spent: bonus first, then the earliest expiry, then the oldest. */
export function findLiveLots(memberId: bigint, now: Date): Promise<Lot[]> {
  return rows<Lot>(sql`select lot.id, o.order_sn as "orderSn", item.product_name as "productName", lot.kind, lot.granted,
      lot.remaining, lot.frozen, lot.reserved, lot.expire_time as "expireTime", lot.create_time as "createTime"
    from ${lotsAt(now)} join oms_order o on o.id = lot.order_id join oms_order_item item on item.order_id = o.id
    where lot.member_id = ${memberId} and lot.remaining > 0
    order by lot.kind desc, lot.expire_time, lot.id limit ${LOTS_SHOWN}`);
}

export interface LotSums {
  total: number;
  frozen: number;
  reserved: number;
  available: number;
}

export async function sumLots(memberId: bigint, now: Date): Promise<LotSums> {
  const sums =
    await row<LotSums>(sql`select coalesce(sum(remaining), 0)::float8 as total, coalesce(sum(frozen), 0)::float8 as frozen,
      coalesce(sum(reserved), 0)::float8 as reserved,
      coalesce(sum(remaining - frozen - reserved) filter (where expire_time is null or expire_time > ${now}), 0)::float8 as available
    from ${lotsAt(now)} where member_id = ${memberId} and remaining > 0`);
  return sums ?? { total: 0, frozen: 0, reserved: 0, available: 0 };
}

export function findLedger(memberId: bigint, limit: number, offset: number): Promise<LedgerEntry[]> {
  return rows<LedgerEntry>(sql`select entry.id, entry.entry_type as "entryType", entry.delta, entry.balance_after::float8 as "balanceAfter",
      entry.reason, o.order_sn as "orderSn", entry.create_time as "createTime"
    from ums_credit_ledger entry join oms_order o on o.id = entry.order_id
    where entry.member_id = ${memberId} order by entry.id desc limit ${limit} offset ${offset}`);
}

export async function countLedger(memberId: bigint): Promise<number> {
  const found = await row<{ n: number }>(
    sql`select count(*)::int as n from ums_credit_ledger where member_id = ${memberId}`,
  );
  return found?.n ?? 0;
}

export interface StoredConsumption {
  bizId: string;
  amount: number;
  reason: string;
  createTime: Date;
  paidBy: PaidShare[];
}

/** What one lot paid, and the member's total right after it. */
export interface PaidShare {
  lotId: number;
  orderSn: string;
  kind: LotKind;
  amount: number;
  balanceAfter: number;
}

/** What was spent under this number, with the lots that paid, in the order in which they were asked. */
export function findConsumption(memberId: bigint, bizId: string): Promise<StoredConsumption | null> {
  return row<StoredConsumption>(sql`select c.biz_id as "bizId", c.amount, c.reason, c.create_time as "createTime", (
      select jsonb_agg(jsonb_build_object('lotId', lot.id, 'orderSn', o.order_sn, 'kind', lot.kind, 'amount', -entry.delta,
        'balanceAfter', entry.balance_after) order by entry.id)
      from ums_credit_ledger entry join ums_credit_lot lot on lot.id = entry.lot_id join oms_order o on o.id = entry.order_id
      where entry.consumption_id = c.id) as "paidBy"
    from ums_credit_consumption c where c.member_id = ${memberId} and c.biz_id = ${bizId}`);
}

export interface StoredReservation {
  id: bigint;
  memberId: bigint;
  bizId: string;
  amount: number;
  reason: string;
  status: ReservationStatus;
  /** Who made it. */
  actor: string;
  leaseUntil: Date;
  /** What was spent under its number, by itself once it is committed; null: nothing. */
  spent: number | null;
  /** In the order of spending. */
  lots: { lotId: number; amount: number }[];
}

const reservations = sql`select r.id, r.member_id as "memberId", r.biz_id as "bizId", r.amount, r.reason, r.status, r.actor,
    r.lease_until as "leaseUntil",
    (select amount from ums_credit_consumption c where c.member_id = r.member_id and c.biz_id = r.biz_id) as spent, (
      select jsonb_agg(jsonb_build_object('lotId', lot.id, 'amount', held.amount) order by lot.kind desc, lot.expire_time, lot.id)
      from ums_credit_reservation_lot held join ums_credit_lot lot on lot.id = held.lot_id where held.reservation_id = r.id) as lots
  from ums_credit_reservation r`;

export function findReservation(memberId: bigint, bizId: string): Promise<StoredReservation | null> {
  return row<StoredReservation>(sql`${reservations} where r.member_id = ${memberId} and r.biz_id = ${bizId}`);
}

/** Reservations whose lease has run out, of one member or of all, the oldest first. */
export function findOverdueReservations(
  memberId: bigint | "all",
  now: Date,
  limit: number,
): Promise<StoredReservation[]> {
  const whose = memberId === "all" ? noSql : sql`and r.member_id = ${memberId}`;
  return rows<StoredReservation>(sql`${reservations} where r.status = 'HELD' and r.lease_until <= ${now} ${whose}
    order by r.lease_until limit ${limit}`);
}

export interface OrderLot {
  id: bigint;
  kind: LotKind;
  granted: number;
  remaining: number;
  frozen: number;
  reserved: number;
  expireTime: Date | null;
}

/** What an order granted and what is left of it, bonus first. */
export function findOrderLots(orderId: bigint, now: Date): Promise<OrderLot[]> {
  return rows<OrderLot>(sql`select id, kind, granted, remaining, frozen, reserved, expire_time as "expireTime" from ${lotsAt(now)}
    where order_id = ${orderId} order by kind desc`);
}

export interface ExpiredLot extends OrderLot {
  memberId: bigint;
}

/** Lots past their day that still hold something free, as their rows have it, the oldest first. */
export function findExpiredLots(now: Date, limit: number): Promise<ExpiredLot[]> {
  return rows<ExpiredLot>(sql`select id, member_id as "memberId", kind, granted, remaining, frozen, reserved, expire_time as "expireTime"
    from ums_credit_lot where expire_time <= ${now} and remaining > 0 and remaining > frozen + reserved
    order by expire_time limit ${limit}`);
}
