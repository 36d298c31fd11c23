import { sql, type RawBuilder } from "kysely";
import { STANDING_DIFFERENCE_STATUSES, type PaymentMethod } from "../core/states.ts";
import type { Commit } from "../db/commit.ts";
import { db, literals } from "../db/database.ts";
import { unnest } from "../db/unnest.ts";

/** What the bills and the books say of a month, account by account. */
export interface AccountTotals {
  readonly method: PaymentMethod;
  /** "": not known. */
  readonly seller: string;
  readonly billDays: number;
  readonly tradeCount: number;
  readonly refundCount: number;
  readonly foreignCount: number;
  readonly billInFen: number;
  readonly billOutFen: number;
  readonly foreignFen: number;
  readonly setAsideFen: number;
  readonly receivedFen: number;
  /** null: a bill does not say. */
  readonly feeFen: number | null;
  readonly paidCount: number;
  readonly paidFen: number;
  readonly refundedCount: number;
  readonly refundedFen: number;
  readonly differenceFen: number;
}

const startOf = (day: RawBuilder<unknown>) => sql`(${day}::timestamp at time zone 'Asia/Shanghai')`;
const STANDING = sql.join(literals(STANDING_DIFFERENCE_STATUSES));

/**
 * The totals of the month that begins on the day `first`, summed from the rows, one row for each account that has anything in it.
 * The columns are those of AccountTotals. Sheet, closing and invariant B06 all read this.
 */
export function monthTotals(first: RawBuilder<unknown>): RawBuilder<AccountTotals> {
  const next = sql`(${first}::date + interval '1 month')::date`;
  const within = (time: RawBuilder<unknown>) => sql`${time} >= ${startOf(first)} and ${time} < ${startOf(next)}`;
  const ofDays = (day: RawBuilder<unknown>) => sql`${day} >= ${first}::date and ${day} < ${next}`;
  return sql<AccountTotals>`select method, seller, sum(bill_days)::int as bill_days, sum(trade_count)::int as trade_count,
      sum(refund_count)::int as refund_count, sum(foreign_count)::int as foreign_count, sum(bill_in)::bigint as bill_in_fen,
      sum(bill_out)::bigint as bill_out_fen, sum(foreign_fen)::bigint as foreign_fen, sum(aside)::bigint as set_aside_fen,
      sum(received)::bigint as received_fen, case when bool_and(has_fee) then sum(fee)::bigint end as fee_fen,
      sum(paid_count)::int as paid_count, sum(paid)::bigint as paid_fen, sum(refunded_count)::int as refunded_count,
      sum(refunded)::bigint as refunded_fen, sum(differing)::bigint as difference_fen
    from (
      select payment_method as method, seller_id as seller, 1 as bill_days, trade_count, refund_count, foreign_count,
        trade_fen + foreign_trade_fen as bill_in, refund_fen + foreign_refund_fen as bill_out,
        foreign_trade_fen - foreign_refund_fen as foreign_fen, set_aside_fen as aside, received_fen as received,
        fee_fen as fee, fee_fen is not null as has_fee, 0 as paid_count, 0 as paid, 0 as refunded_count, 0 as refunded,
        0 as differing
      from oms_bill_account where ${ofDays(sql`bill_date`)}
      union all
      select payment_method, coalesce(seller_id, ''), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, true, 1, payment_amount_fen, 0, 0, 0
      from oms_payment_records where ${within(sql`payment_time`)}
      union all
      select r.payment_method, coalesce(p.seller_id, ''), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, true, 0, 0, 1, r.refund_amount_fen, 0
      from oms_refund_records r join oms_payment_records p on p.id = r.payment_id
      where r.status = 'SUCCESS' and r.refund_amount_fen > 0 and ${within(sql`r.finish_time`)}
      union all
      select payment_method, seller_id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, true, 0, 0, 0, 0, amount_fen
      from oms_bill_difference where status in (${STANDING}) and ${ofDays(sql`day`)}) one
    group by method, seller`;
}

interface Closed {
  /** "2026-01" */
  readonly month: string;
  readonly sheet: string;
  readonly sha256: string;
  readonly adminId: bigint;
  readonly accounts: readonly AccountTotals[];
}

/**
 * Closes a month, once. Touches no row when a difference of it is open by now, or a day of it waits for its bill; and other rows
 * than the accounts when the totals are not what the sheet says.
 */
export function closeMonth(commit: Commit, { month, sheet, sha256, adminId, accounts }: Closed, now: Date): void {
  const first = sql`${`${month}-01`}::date`;
  const next = sql`(${first} + interval '1 month')`;
  commit.add(
    "closedMonth",
    db
      .insertInto("omsMonthClosing")
      .columns(["month", "sheet", "sha256", "closedBy", "closeTime"])
      .expression(() =>
        db
          .selectNoFrom((row) => [
            sql<Date>`${first}`.as("month"),
            row.val(sheet).as("sheet"),
            row.val(sha256).as("sha256"),
            row.val(adminId).as("closedBy"),
            row.val(now).as("closeTime"),
          ])
          .where(
            sql<boolean>`not exists (select 1 from oms_bill_difference where status = 'OPEN' and day >= ${first} and day < ${next})`,
          )
          .where(
            sql<boolean>`not exists (select 1 from oms_bill_day where status <> 'RECONCILED' and bill_date >= ${first} and bill_date < ${next})`,
          )
          .where(sql<boolean>`(select count(*) from (${monthTotals(first)}) total) = ${accounts.length}`),
      ),
  );
  const wanted = unnest("wanted", {
    method: { text: accounts.map(({ method }) => method) },
    seller: { text: accounts.map(({ seller }) => seller) },
    billInFen: { bigint: accounts.map(({ billInFen }) => BigInt(billInFen)) },
    billOutFen: { bigint: accounts.map(({ billOutFen }) => BigInt(billOutFen)) },
    setAsideFen: { bigint: accounts.map(({ setAsideFen }) => BigInt(setAsideFen)) },
    paidFen: { bigint: accounts.map(({ paidFen }) => BigInt(paidFen)) },
    refundedFen: { bigint: accounts.map(({ refundedFen }) => BigInt(refundedFen)) },
    differenceFen: { bigint: accounts.map(({ differenceFen }) => BigInt(differenceFen)) },
  });
  const sums = ["billInFen", "billOutFen", "setAsideFen", "paidFen", "refundedFen", "differenceFen"] as const;
  commit.add(
    "monthAccounts",
    db
      .insertInto("omsMonthAccount")
      .columns(["month", "paymentMethod", "sellerId", ...sums])
      .expression((eb) =>
        eb
          .selectFrom(wanted)
          .innerJoin(sql<AccountTotals>`(${monthTotals(first)})`.as("total"), (join) =>
            join.on(
              sql<boolean>`(total.method, total.seller, total.bill_in_fen, total.bill_out_fen, total.set_aside_fen, total.paid_fen, total.refunded_fen, total.difference_fen)
                = (wanted.method, wanted.seller, wanted.bill_in_fen, wanted.bill_out_fen, wanted.set_aside_fen, wanted.paid_fen, wanted.refunded_fen, wanted.difference_fen)`,
            ),
          )
          .select([
            sql<Date>`${first}`.as("month"),
            sql<PaymentMethod>`wanted.method`.as("paymentMethod"),
            "wanted.seller as sellerId",
          ])
          .select(sums.map((name) => `wanted.${name}` as const)),
      ),
    accounts.length,
  );
}
