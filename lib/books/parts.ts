import type { Part } from "../db/commit.ts";
import { sql, type Sql } from "../db/sql.ts";

/** A line as Alipay wrote it (alipay/bill.ts), in the words of the table. */
export interface NewBillLine {
  readonly lineNo: number;
  readonly kind: "TRADE" | "REFUND";
  readonly tradeNo: string;
  readonly outTradeNo: string;
  readonly outRequestNo: string;
  readonly amountFen: number;
  readonly finishTime: Date;
}

/**
 * A row for every Beijing day from the first attempt to pay to the last day that is over, each to be looked at from
 * 09:00 of its next day. From the attempt, not the payment: the very first payment may be the one we never heard of.
 */
export function openBillDays(lastDay: string, now: Date): Part {
  return {
    name: "opened_bill_days",
    rows: "any",
    sql: sql`insert into oms_bill_day (bill_date, next_check_at, create_time)
      select day::date, (day + interval '1 day 9 hours') at time zone 'Asia/Shanghai', ${now}
      from generate_series(
        coalesce(
          (select max(bill_date) + 1 from oms_bill_day),
          (select (create_time at time zone 'Asia/Shanghai')::date from oms_payment_attempts order by id limit 1))::timestamp,
        ${lastDay}::timestamp, interval '1 day') day
      on conflict (bill_date) do nothing returning bill_date`,
  };
}

/**
 * Claims days to be worked on, oldest first. The next look is the lease, and grows from 10 minutes to 6 hours: a worker
 * that was killed and an Alipay that does not answer look the same.
 */
export function claimDueBillDays(now: Date, limit: number): Sql {
  return sql`update oms_bill_day
    set check_count = check_count + 1,
      next_check_at = ${now}::timestamptz + least(interval '6 hours', interval '10 minutes' * 2 ^ least(check_count, 10))
    where bill_date in (
      select bill_date from oms_bill_day where next_check_at <= ${now}
      order by bill_date for update skip locked limit ${limit})
    returning bill_date::text as "billDate", status, create_time as "createTime"`;
}

/** The bill is not there yet. Finds no row when another worker has brought it in meanwhile. */
export function lookAgain(billDate: string, at: Date): Part {
  return {
    name: "put_off_bill_day",
    rows: "any",
    sql: sql`update oms_bill_day set next_check_at = ${at} where bill_date = ${billDate}::date and status = 'WAITING' returning bill_date`,
  };
}

/** The day's lines and what they add up to, once: a second worker finds no waiting day, and the lines their places taken. */
export function importBill(billDate: string, lines: readonly NewBillLine[], now: Date): Part[] {
  const sumOf = (kind: NewBillLine["kind"]) => {
    const own = lines.filter((line) => line.kind === kind);
    return { count: own.length, fen: own.reduce((sum, line) => sum + line.amountFen, 0) };
  };
  const [trades, refunds] = [sumOf("TRADE"), sumOf("REFUND")];
  return [
    {
      name: "imported_bill_day",
      rows: 1,
      sql: sql`update oms_bill_day set status = 'IMPORTED', trade_count = ${trades.count}, trade_fen = ${trades.fen},
          refund_count = ${refunds.count}, refund_fen = ${refunds.fen}, import_time = ${now}
        where bill_date = ${billDate}::date and status = 'WAITING' returning bill_date`,
    },
    {
      name: "bill_lines",
      rows: lines.length,
      sql: sql`insert into oms_bill_line (bill_date, line_no, kind, trade_no, out_trade_no, out_request_no, amount_fen, finish_time)
        select ${billDate}::date, line."lineNo", line.kind, line."tradeNo", line."outTradeNo", line."outRequestNo", line."amountFen", line."finishTime"
        from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) line ("lineNo" int, kind bill_line_kind, "tradeNo" text, "outTradeNo" text,
          "outRequestNo" text, "amountFen" bigint, "finishTime" timestamptz)
        returning line_no`,
    },
  ];
}

/** Every difference of the day is settled, or a person was told. */
export function finishBillDay(billDate: string, now: Date): Part {
  return {
    name: "finished_bill_day",
    rows: 1,
    sql: sql`update oms_bill_day set status = 'RECONCILED', next_check_at = null, finish_time = ${now}
      where bill_date = ${billDate}::date and status = 'IMPORTED' returning bill_date`,
  };
}
