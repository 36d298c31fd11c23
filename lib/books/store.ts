import { AppError } from "../core/errors.ts";
import type { Fen } from "../core/money.ts";
import { MINUTE_MS } from "../core/time.ts";
import type { CashierKind, DeliveryStatus } from "../core/states.ts";
import type { EvidenceSource, PaymentKind } from "../db/generated/enums.ts";
import { noSql, raw, reportRow, row, rows, sql, sqlState, type Sql } from "../db/sql.ts";
import { claimDueBillDays, dueBillDays } from "./parts.ts";
import type { DifferingLine } from "./rules.ts";

/** One trip to the database and back. */
export async function pingDatabase(): Promise<void> {
  await row(sql`select 1 as one`);
}

const SUBJECTS_SHOWN = 20;

/** A million orders take six seconds for the longest of them. */
const AUDIT_LIMIT_MS = 5 * MINUTE_MS;

export interface Offenders {
  offending: number;
  subjects: string[];
}

/** Counts the rows of a query that has a column `subject`, and names the first of them. */
export async function findOffenders(query: Sql): Promise<Offenders> {
  const question = sql`with offender as (${query})
    select (select count(*)::int from offender) as offending,
      coalesce((select array_agg(first.subject) from (select subject from offender order by subject limit ${SUBJECTS_SHOWN}) first), '{}') as subjects`;
  const found = await reportRow<Offenders>(question, AUDIT_LIMIT_MS);
  return found ?? { offending: 0, subjects: [] };
}

const QUERY_CANCELED = "57014";

/** Whether a question broke by itself, or ran out of time; anything else is weather that keeps every question from being asked. */
export function concernsOneQuestion(error: unknown): boolean {
  return !(error instanceof AppError) || sqlState(error.facts.detail) === QUERY_CANCELED;
}

export interface BillDay {
  billDate: string;
  status: "WAITING" | "IMPORTED" | "RECONCILED";
  createTime: Date;
  /** Looks at it before this one. */
  checkCount: number;
}

export function claimBillDays(now: Date, leaseUntil: Date, limit: number): Promise<BillDay[]> {
  return claimDueBillDays(now, leaseUntil, limit).execute();
}

export function countDueBillDays(now: Date): Promise<number> {
  return countDue(dueBillDays(now));
}

const CAUSE = raw(`concat_ws(':', one.kind, one.trade_no, nullif(one.out_request_no, ''))`);
const UNTOLD = sql`not exists (select 1 from sys_alert told where told.alert_key = 'BILL_DIFFERENCE:' || ${CAUSE})`;

/** The bill's lines that our books do not repeat to the fen and that no person was told about. */
export const DIFFERING_LINES = sql`
  select one.bill_date, one.kind, one.trade_no, one.out_trade_no, one.out_request_no, one.amount_fen, one.is_twice, ${CAUSE} as cause,
    coalesce(p.payment_amount_fen, r.refund_amount_fen) as our_fen, r.status as refund_status, coalesce(p.order_sn, r.order_sn, o.order_sn) as order_sn
  from (
    select l.*, exists (select 1 from oms_bill_line twin where (twin.trade_no, twin.kind, twin.out_request_no) = (l.trade_no, l.kind, l.out_request_no)
      and (twin.bill_date, twin.line_no) < (l.bill_date, l.line_no)) as is_twice from oms_bill_line l) one
  left join oms_payment_records p on one.kind = 'TRADE' and p.trade_no = one.trade_no
  left join oms_refund_records r on one.kind = 'REFUND' and r.trade_no = one.trade_no and r.out_request_no = one.out_request_no
  left join oms_payment_attempts a on a.out_trade_no = one.out_trade_no
  left join oms_order o on o.id = a.order_id
  where (one.is_twice or case one.kind
      when 'TRADE' then p.payment_amount_fen = one.amount_fen and p.out_trade_no = one.out_trade_no
      else r.refund_amount_fen = one.amount_fen and r.status = 'SUCCESS' end is not true)
    and ${UNTOLD}`;

export interface FoundLine extends DifferingLine {
  cause: string;
}

/** What the bill of one day says and our books do not. */
export function findDifferingLines(billDate: string): Promise<FoundLine[]> {
  return rows<FoundLine>(sql`select cause, kind, trade_no as "tradeNo", out_trade_no as "outTradeNo", out_request_no as "outRequestNo",
      amount_fen::float8 as "billFen", our_fen as "ourFen", refund_status as "refundStatus", order_sn as "orderSn", is_twice as "isTwice"
    from (${DIFFERING_LINES}) line where bill_date = ${billDate}::date order by cause`);
}

/**
 * Our payments and successful refunds that no bill has, that no person was told about, and that cannot come any more:
 * the bills of every day they may lie in are here. A payment has Alipay's own time, give or take ten minutes of clocks; a
 * refund lies between its request and our knowing of it, and may stand on the bill of the day after.
 */
export const UNLISTED = sql`
  with unlisted as materialized (
    select one.* from (
      select 'TRADE'::bill_line_kind as kind, trade_no, out_trade_no, '' as out_request_no, order_sn, payment_amount_fen as our_fen,
        payment_time - interval '10 minutes' as since, payment_time + interval '10 minutes' as until from oms_payment_records
      union all
      select 'REFUND', trade_no, out_trade_no, out_request_no, order_sn, refund_amount_fen,
        create_time - interval '10 minutes', finish_time + interval '1 day' from oms_refund_records where status = 'SUCCESS') one
    where not exists (select 1 from oms_bill_line l where (l.trade_no, l.kind, l.out_request_no) = (one.trade_no, one.kind, one.out_request_no)))
  select one.kind, one.trade_no, one.out_trade_no, one.out_request_no, one.order_sn, one.our_fen, ${CAUSE} as cause
  from unlisted one, lateral (select (one.since at time zone 'Asia/Shanghai')::date as first_day, (one.until at time zone 'Asia/Shanghai')::date as last_day) span
  where (select count(*) from oms_bill_day d where d.status <> 'WAITING' and d.bill_date between span.first_day and span.last_day) = span.last_day - span.first_day + 1
    and ${UNTOLD}`;

export interface Unlisted {
  cause: string;
  kind: "TRADE" | "REFUND";
  tradeNo: string;
  outTradeNo: string;
  outRequestNo: string;
  orderSn: string;
  ourFen: Fen;
}

export function findUnlisted(): Promise<Unlisted[]> {
  return rows<Unlisted>(sql`select cause, kind, trade_no as "tradeNo", out_trade_no as "outTradeNo", out_request_no as "outRequestNo",
      order_sn as "orderSn", our_fen as "ourFen" from (${UNLISTED}) ours order by cause`);
}

export interface StoredBillDay {
  day: string;
  status: "WAITING" | "IMPORTED" | "RECONCILED";
  tradeCount: number | null;
  tradeFen: number | null;
  refundCount: number | null;
  refundFen: number | null;
  nextCheckAt: Date | null;
}

export function findBillDays(limit: number): Promise<StoredBillDay[]> {
  return rows<StoredBillDay>(sql`select bill_date::text as day, status, trade_count as "tradeCount", trade_fen::float8 as "tradeFen",
      refund_count as "refundCount", refund_fen::float8 as "refundFen", next_check_at as "nextCheckAt"
    from oms_bill_day order by bill_date desc limit ${limit}`);
}

export interface StoredToday {
  ordersMade: number;
  paymentCount: number;
  paidFen: Fen;
  refundCount: number;
  refundedFen: Fen;
  openAlerts: number;
  refundsToReview: number;
  deliveriesToMake: number;
}

/** What happened since an instant, and what waits for a person whenever it began. Every payment counts, stray ones too. */
export async function findToday(since: Date): Promise<StoredToday> {
  const [today] = await rows<StoredToday>(sql`select
      (select count(*)::int from oms_order where create_time >= ${since}) as "ordersMade", paid.*, refunded.*,
      (select count(*)::int from sys_alert where resolved_time is null) as "openAlerts",
      (select count(*)::int from oms_refund_records where status = 'REVIEWING') as "refundsToReview",
      (select count(*)::int from oms_delivery_records d join oms_order o on o.id = d.order_id
        where d.delivery_status <> 'DELIVERED' and o.status <> 'REFUNDED') as "deliveriesToMake"
    from (select count(*)::int as "paymentCount", coalesce(sum(payment_amount_fen), 0)::float8 as "paidFen"
        from oms_payment_records where payment_time >= ${since}) paid,
      (select count(*)::int as "refundCount", coalesce(sum(refund_amount_fen), 0)::float8 as "refundedFen"
        from oms_refund_records where status = 'SUCCESS' and finish_time >= ${since}) refunded`);
  return today!;
}

/** The orders that a number or an address belongs to, or all of them, newest first; each way goes through an index. */
function orderIds(query: string | undefined): Sql {
  if (query === undefined) return sql`select id from oms_order`;
  if (query.includes("@"))
    return sql`select id from oms_order where member_id = (select id from ums_member where email = ${query})`;
  return sql`select id from oms_order where order_sn = ${query}
    union select order_id from oms_payment_attempts where out_trade_no = ${query}
    union select order_id from oms_payment_records where trade_no = ${query}
    union select order_id from oms_payment_evidence where trade_no = ${query} and order_id is not null`;
}

/** `before`: only orders older than this one. */
export async function findOrderIds(
  query: string | undefined,
  before: number | undefined,
  limit: number,
): Promise<bigint[]> {
  const older = before === undefined ? noSql : sql`where id < ${before}`;
  const found = await rows<{ id: bigint }>(
    sql`select id from (${orderIds(query)}) found ${older} order by id desc limit ${limit}`,
  );
  return found.map(({ id }) => id);
}

/** Instants are ISO texts, because the rows come as JSON. */
export interface OrderRecords {
  attempts: {
    outTradeNo: string;
    cashierKind: CashierKind;
    amountFen: Fen;
    status: "OPEN" | "PAID" | "CLOSED";
    createTime: string;
    lastCheckTime: string | null;
    nextCheckTime: string | null;
  }[];
  payments: {
    tradeNo: string;
    outTradeNo: string;
    kind: PaymentKind;
    amountFen: Fen;
    isReturned: boolean;
    source: EvidenceSource;
    paymentTime: string;
  }[];
  delivery: {
    status: DeliveryStatus;
    retryCount: number;
    lastError: string | null;
    nextRetryTime: string | null;
    deliveredTime: string | null;
  } | null;
}

/** Far more than one order has; the bound is against the impossible. */
const RECORDS_READ = 50;

/** What was opened, what came in and what went out for one order, oldest first, in one read. */
export async function findOrderRecords(orderId: bigint): Promise<OrderRecords> {
  const listOf = (found: Sql) => sql`(select coalesce(jsonb_agg(to_jsonb(one)), '[]') from (${found}) one)`;
  const [records] = await rows<OrderRecords>(sql`select
    ${listOf(sql`select out_trade_no as "outTradeNo", cashier_kind as "cashierKind", amount_fen as "amountFen", status, create_time as "createTime",
        last_check_at as "lastCheckTime", next_check_at as "nextCheckTime"
      from oms_payment_attempts where order_id = ${orderId} order by id limit ${RECORDS_READ}`)} as attempts,
    ${listOf(sql`select trade_no as "tradeNo", out_trade_no as "outTradeNo", kind, payment_amount_fen as "amountFen",
        payment_status = 'RETURNED' as "isReturned", source, payment_time as "paymentTime"
      from oms_payment_records where order_id = ${orderId} order by id limit ${RECORDS_READ}`)} as payments,
    (select jsonb_build_object('status', delivery_status, 'retryCount', retry_count, 'lastError', error_message,
        'nextRetryTime', next_retry_at, 'deliveredTime', delivered_time)
      from oms_delivery_records where order_id = ${orderId}) as delivery`);
  return records!;
}
