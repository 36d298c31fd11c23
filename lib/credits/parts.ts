import type { Context } from "../core/context.ts";
import type { Part } from "../db/commit.ts";
import { noSql, sql } from "../db/sql.ts";
import type { Held, LotState, ReservationStatus } from "./rules.ts";

export interface Grant {
  readonly memberId: bigint;
  readonly orderId: bigint;
  readonly creditAmount: number;
  readonly bonusCredits: number;
  readonly expireTime: Date | null;
  readonly reason: string;
  readonly actor: string;
}

/**
 * Credits handed over: a paid lot and, where there is one, a bonus lot; the balance; one ledger line per lot.
 * One grant per order and kind, by uniqueness.
 */
export function grantLots(grant: Grant, now: Date): Part[] {
  const total = grant.creditAmount + grant.bonusCredits;
  const kinds = grant.bonusCredits > 0 ? 2 : 1;
  return [
    {
      name: "granted_lots",
      rows: kinds,
      sql: sql`insert into ums_credit_lot (member_id, order_id, kind, granted, remaining, expire_time, create_time)
        select ${grant.memberId}::bigint, ${grant.orderId}::bigint, lot.kind::lot_kind, lot.amount, lot.amount, ${grant.expireTime}::timestamptz, ${now}::timestamptz
        from (values ('BONUS', ${grant.bonusCredits}::int), ('PAID', ${grant.creditAmount}::int)) as lot (kind, amount)
        where lot.amount > 0
        returning id, kind, granted`,
    },
    {
      name: "granted_balance",
      rows: 1,
      sql: sql`insert into ums_credit_balance (member_id, total, update_time) values (${grant.memberId}, ${total}, ${now})
        on conflict (member_id) do update set total = ums_credit_balance.total + excluded.total, update_time = excluded.update_time
        returning total`,
    },
    {
      name: "granted_entries",
      rows: kinds,
      // The bonus line comes first; each line's balance is the new total less what the lines after it add.
      sql: sql`insert into ums_credit_ledger (member_id, lot_id, order_id, entry_type, delta, balance_after, reason, actor, create_time)
        select ${grant.memberId}::bigint, lot.id, ${grant.orderId}::bigint, 'GRANT', lot.granted,
          balance.total - case when lot.kind = 'BONUS' then ${grant.creditAmount}::int else 0 end,
          ${grant.reason}::text, ${grant.actor}::text, ${now}::timestamptz
        from granted_lots lot cross join granted_balance balance order by lot.kind desc
        returning id`,
    },
  ];
}

export interface Spending {
  readonly memberId: bigint;
  readonly amount: number;
  readonly bizId: string;
  readonly reason: string;
}

/**
 * Which lots pay how much: `shares`. The member's live lots are locked first, in the order in which they pay (bonus, then
 * the earliest expiry, then the oldest), so concurrent spenders queue and each counts what the one before it left.
 * No lot pays while a lease that has run out may lie on one: it holds nothing, so the verb lets it go and comes again.
 * A lot is then written from its locked row, all three numbers, never from what they were: PostgreSQL holds a first
 * version of the new row against the table's checks, made from the row as it stood when the statement began, and a
 * release that committed meanwhile would look like too much taken.
 */
function chooseLots({ memberId, amount }: Spending, now: Date): Part[] {
  return [
    {
      name: "open_lots",
      rows: "any",
      sql: sql`select id, order_id, kind, expire_time, remaining, frozen, reserved, remaining - frozen - reserved as free from ums_credit_lot
        where member_id = ${memberId} and remaining > 0 and (expire_time is null or expire_time > ${now})
        order by kind desc, expire_time, id for no key update`,
    },
    {
      name: "shares",
      rows: "any",
      sql: sql`select lot.id, lot.order_id, o.order_sn, lot.kind, lot.remaining, lot.frozen, lot.reserved, lot.before, least(lot.free, ${amount}::int - lot.before) as taken
        from (select *, (sum(free) over (order by kind desc, expire_time, id) - free)::bigint as before from open_lots) lot
        join oms_order o on o.id = lot.order_id
        where lot.free > 0 and lot.before < ${amount}::int
          and coalesce(case when (select max(reserved) from open_lots) > 0 then
            (select min(lease_until) from ums_credit_reservation where member_id = ${memberId} and status = 'HELD') end > ${now}, true)
        order by lot.before`,
    },
  ];
}

/**
 * Spends exactly `amount`, or nothing: `consumption` makes its row only when the shares add up and the member's `bizId`
 * is new, and everything else hangs on that row. Never touches what is frozen or reserved.
 */
export function consume(spending: Spending, { now, actor }: Context): Part[] {
  const { memberId, amount, bizId, reason } = spending;
  return [
    ...chooseLots(spending, now),
    {
      name: "consumption",
      rows: 1,
      sql: sql`insert into ums_credit_consumption (member_id, biz_id, amount, reason, actor, create_time)
        select ${memberId}::bigint, ${bizId}::text, ${amount}::int, ${reason}::text, ${actor}::text, ${now}::timestamptz
        where (select sum(taken) from shares) = ${amount}::int
          and not exists (select 1 from ums_credit_reservation where member_id = ${memberId}::bigint and biz_id = ${bizId}::text)
        returning id`,
    },
    {
      name: "spent_lots",
      rows: "any",
      sql: sql`update ums_credit_lot lot
        set remaining = share.remaining - share.taken, frozen = share.frozen, reserved = share.reserved
        from shares share, consumption where lot.id = share.id returning lot.id`,
    },
    {
      name: "spent_balance",
      rows: 1,
      sql: sql`update ums_credit_balance set total = total - ${amount}::int, update_time = ${now} from consumption
        where member_id = ${memberId} returning total`,
    },
    {
      name: "spent_entries",
      rows: "any",
      sql: sql`insert into ums_credit_ledger (member_id, lot_id, order_id, consumption_id, entry_type, delta, balance_after, reason, actor, create_time)
        select ${memberId}::bigint, share.id, share.order_id, consumption.id, 'CONSUME', -share.taken,
          balance.total + ${amount}::int - share.before - share.taken, ${reason}::text, ${actor}::text, ${now}::timestamptz
        from shares share, consumption, spent_balance balance order by share.before returning id`,
    },
  ];
}

/** Holds exactly `amount` for a job until `leaseUntil`, or nothing; the lots are chosen as for spending. */
export function reserve(spending: Spending, leaseUntil: Date, { now, actor }: Context): Part[] {
  const { memberId, amount, bizId, reason } = spending;
  return [
    ...chooseLots(spending, now),
    {
      name: "reservation",
      rows: 1,
      sql: sql`insert into ums_credit_reservation (member_id, biz_id, amount, reason, lease_until, actor, create_time)
        select ${memberId}::bigint, ${bizId}::text, ${amount}::int, ${reason}::text, ${leaseUntil}::timestamptz, ${actor}::text, ${now}::timestamptz
        where (select sum(taken) from shares) = ${amount}::int
          and not exists (select 1 from ums_credit_consumption where member_id = ${memberId}::bigint and biz_id = ${bizId}::text)
        returning id`,
    },
    {
      name: "reserved_lots",
      rows: "any",
      sql: sql`update ums_credit_lot lot
        set remaining = share.remaining, frozen = share.frozen, reserved = share.reserved + share.taken
        from shares share, reservation where lot.id = share.id returning lot.id`,
    },
    {
      name: "reservation_lots",
      rows: "any",
      sql: sql`insert into ums_credit_reservation_lot (reservation_id, lot_id, amount)
        select reservation.id, share.id, share.taken from shares share, reservation returning lot_id`,
    },
  ];
}

/** Ends a reservation that still holds; finds no row when somebody ended it first. */
export function finishReservation(id: bigint, to: Exclude<ReservationStatus, "HELD">, now: Date): Part {
  return {
    name: "finished_reservation",
    rows: 1,
    sql: sql`update ums_credit_reservation set status = ${to}::reservation_status, finish_time = ${now}
      where id = ${id} and status = 'HELD' returning id`,
  };
}

/** The consumption of a committed reservation: `consumption` (id). */
export function recordConsumption({ memberId, amount, bizId, reason }: Spending, { now, actor }: Context): Part {
  return {
    name: "consumption",
    rows: 1,
    sql: sql`insert into ums_credit_consumption (member_id, biz_id, amount, reason, actor, create_time)
      values (${memberId}, ${bizId}, ${amount}, ${reason}, ${actor}, ${now}) returning id`,
  };
}

/** What is added to a lot's numbers. `was`: the state that this was decided on, where it must still be so. */
export interface LotChange {
  readonly lotId: bigint;
  readonly remaining?: number;
  readonly frozen?: number;
  readonly reserved?: number;
  readonly was?: LotState;
}

/**
 * Changes every one of these lots, or conflicts. Locked in the order of spending, so that no two writers wait for each
 * other, and written from the locked rows, as in `chooseLots`; the ranges that must hold are held by the table.
 */
export function changeLots(changes: readonly LotChange[]): Part {
  const numbers = (pick: (change: LotChange) => number | null | undefined) =>
    changes.map((change) => pick(change) ?? 0);
  const unchanged = changes.every((change) => change.was)
    ? sql`and locked.remaining = change.was_remaining and locked.frozen = change.was_frozen and locked.reserved = change.was_reserved`
    : noSql;
  return {
    name: "changed_lots",
    rows: changes.length,
    sql: sql`update ums_credit_lot lot
      set remaining = locked.remaining + change.remaining, frozen = locked.frozen + change.frozen, reserved = locked.reserved + change.reserved
      from (select id, remaining, frozen, reserved from ums_credit_lot where id = any(${changes.map((change) => change.lotId)}::bigint[])
          order by kind desc, expire_time, id for no key update) locked
        join unnest(${changes.map((change) => change.lotId)}::bigint[], ${numbers((c) => c.remaining)}::int[], ${numbers((c) => c.frozen)}::int[],
          ${numbers((c) => c.reserved)}::int[], ${numbers((c) => c.was?.remaining)}::int[], ${numbers((c) => c.was?.frozen)}::int[],
          ${numbers((c) => c.was?.reserved)}::int[]) as change (id, remaining, frozen, reserved, was_remaining, was_frozen, was_reserved)
          using (id)
      where lot.id = locked.id ${unchanged} returning lot.id`,
  };
}

export interface Booking {
  readonly memberId: bigint;
  readonly type: "CONSUME" | "TAKE_BACK" | "EXPIRE";
  /** More than nothing of each lot, in the order in which the lines shall stand. */
  readonly lots: readonly Held[];
  readonly reason: string;
  /** What caused it; a consumption is the row that this commit makes. */
  readonly cause: { readonly refundId: bigint } | "consumption" | "expiry";
}

/** Credits that are gone: off the balance, one ledger line per lot. */
export function bookOut({ memberId, type, lots, reason, cause }: Booking, { now, actor }: Context): Part[] {
  const total = lots.reduce((sum, lot) => sum + lot.amount, 0);
  const consumptionId = cause === "consumption" ? sql`(select id from consumption)` : sql`null::bigint`;
  const refundId = typeof cause === "object" ? cause.refundId : null;
  return [
    {
      name: "booked_balance",
      rows: 1,
      sql: sql`update ums_credit_balance set total = total - ${total}::int, update_time = ${now} where member_id = ${memberId} returning total`,
    },
    {
      name: "booked_entries",
      rows: lots.length,
      sql: sql`insert into ums_credit_ledger (member_id, lot_id, order_id, consumption_id, refund_id, entry_type, delta, balance_after, reason, actor, create_time)
        select ${memberId}::bigint, lot.id, lot.order_id, ${consumptionId}, ${refundId}::bigint, ${type}::ledger_entry_type, -line.amount,
          balance.total + ${total}::int - (sum(line.amount) over (order by line.place))::int, ${reason}::text, ${actor}::text, ${now}::timestamptz
        from unnest(${lots.map((lot) => lot.lotId)}::bigint[], ${lots.map((lot) => lot.amount)}::int[]) with ordinality as line (id, amount, place)
        join ums_credit_lot lot on lot.id = line.id cross join booked_balance balance order by line.place returning id`,
    },
  ];
}

/** Holds credits for a refund, unless their lots moved since they were looked at. */
export function freezeLots(lots: readonly (Held & { readonly was: LotState })[]): Part {
  return changeLots(lots.map(({ lotId, amount, was }) => ({ lotId, frozen: amount, was })));
}

/** Gives back what was held for a refund. */
export function releaseLots(lots: readonly Held[]): Part {
  return changeLots(lots.map(({ lotId, amount }) => ({ lotId, frozen: -amount })));
}

/** Takes back what was held for a refund: off the lots and the balance, with its lines. */
export function takeLots(booking: Booking, context: Context): Part[] {
  const changes = booking.lots.map(({ lotId, amount }) => ({ lotId, remaining: -amount, frozen: -amount }));
  return [changeLots(changes), ...bookOut(booking, context)];
}
