import type { Context } from "../core/context.ts";
import type { Fen } from "../core/money.ts";
import type { RefundStatus } from "../core/states.ts";
import type { Part } from "../db/commit.ts";
import { sql, type Sql } from "../db/sql.ts";
import { FIRST_CHECK_MS, LAST_CHECK_MS, type Quote, type Risk } from "./rules.ts";

export interface NewRefund {
  readonly orderId: bigint;
  readonly orderSn: string;
  readonly memberId: bigint;
  /** The payment that goes back, or the part that books it (`payment`). */
  readonly paymentId: bigint | "payment";
  readonly outTradeNo: string;
  readonly tradeNo: string;
  readonly outRequestNo: string;
  readonly amountFen: Fen;
  readonly reason: string;
  readonly status: "REVIEWING" | "APPROVED";
  /** What only a refund that somebody asked for has. */
  readonly request: {
    readonly quote: Quote;
    readonly risk: Risk;
    readonly needsSecondReview: boolean;
    readonly memberSeq: number;
    readonly key: string | null;
    readonly hash: string | null;
  } | null;
}

/**
 * The refund with its number, before Alipay hears of it: `new_refund` (id). One open refund per order, one per stray
 * payment, one n-th per member, one per request key, all by uniqueness.
 */
export function insertRefund(refund: NewRefund, nextCheckAt: Date | null, { now, actor }: Context): Part {
  const { request } = refund;
  const paymentId = refund.paymentId === "payment" ? sql`(select id from payment)` : sql`${refund.paymentId}::bigint`;
  return {
    name: "new_refund",
    rows: 1,
    sql: sql`insert into oms_refund_records (order_id, order_sn, member_id, payment_id, out_trade_no, trade_no, out_request_no, kind,
        refund_amount_fen, status, reason, quote, risk, needs_second_review, member_seq, request_key, request_hash, requested_by, next_check_at, create_time)
      values (${refund.orderId}, ${refund.orderSn}, ${refund.memberId}, ${paymentId}, ${refund.outTradeNo}, ${refund.tradeNo},
        ${refund.outRequestNo}, ${request ? "ORDER" : "STRAY"}::refund_kind, ${refund.amountFen}, ${refund.status}::refund_status, ${refund.reason},
        ${JSON.stringify(request?.quote ?? {})}::jsonb, ${JSON.stringify(request?.risk ?? {})}::jsonb, ${request?.needsSecondReview ?? false},
        ${request?.memberSeq ?? null}, ${request?.key ?? null}, ${request?.hash ?? null}, ${actor}, ${nextCheckAt}, ${now})
      returning id`,
  };
}

/** The next look at a sent refund: the same steps as rules.nextCheckAt. */
function nextLook(now: Date): Sql {
  return sql`${now}::timestamptz + least(interval '1 millisecond' * ${LAST_CHECK_MS}::int,
    greatest(interval '1 millisecond' * ${FIRST_CHECK_MS}::int, ${now}::timestamptz - coalesce(sent_time, ${now}::timestamptz)))`;
}

/** Written before Alipay is called. Finds no row when another worker is sending, or when it is over. */
export function markSent(
  refund: { readonly id: bigint; readonly status: RefundStatus; readonly sendCount: number },
  now: Date,
): Part {
  return {
    name: "sent_refund",
    rows: 1,
    sql: sql`update oms_refund_records set status = 'SENT', send_count = send_count + 1, sent_time = coalesce(sent_time, ${now}), next_check_at = ${nextLook(now)}
      where id = ${refund.id} and status = ${refund.status}::refund_status and send_count = ${refund.sendCount} returning id`,
  };
}

/** The end of a refund. Finds no row when it ended meanwhile, or was sent again: a no to one sending is no end then. */
export function finishRefund(
  refund: { readonly id: bigint; readonly status: RefundStatus; readonly sendCount: number },
  to: "SUCCESS" | "REFUSED" | "REJECTED",
  refusal: string | null,
  now: Date,
): Part {
  return {
    name: "finished_refund",
    rows: 1,
    sql: sql`update oms_refund_records set status = ${to}::refund_status, refusal = ${refusal}, next_check_at = null, finish_time = ${now}
      where id = ${refund.id} and status = ${refund.status}::refund_status and send_count = ${refund.sendCount} returning id`,
  };
}

/** One approval more; with the last one the refund may be sent. Finds no row when somebody's word came between. */
export function countApproval(
  refund: { readonly id: bigint; readonly approvals: number },
  to: "REVIEWING" | "APPROVED",
  nextCheckAt: Date | null,
): Part {
  return {
    name: "approved_refund",
    rows: 1,
    sql: sql`update oms_refund_records set status = ${to}::refund_status, approvals = approvals + 1, next_check_at = ${nextCheckAt}
      where id = ${refund.id} and status = 'REVIEWING' and approvals = ${refund.approvals} returning id`,
  };
}

/** What an admin said, once per admin and refund, by uniqueness. */
export function recordReview(
  refundId: bigint,
  adminId: bigint,
  verdict: "APPROVE" | "REJECT",
  reason: string,
  now: Date,
): Part {
  return {
    name: "review",
    rows: 1,
    sql: sql`insert into oms_refund_review (refund_id, admin_id, verdict, reason, create_time)
      values (${refundId}, ${adminId}, ${verdict}::review_verdict, ${reason}, ${now}) returning id`,
  };
}

/** Claims refunds to be sent or asked about, oldest first; the next look is the lease. */
export function claimDueRefunds(now: Date, limit: number): Sql {
  return sql`update oms_refund_records set next_check_at = ${nextLook(now)}
    where id in (
      select id from oms_refund_records where status in ('APPROVED', 'SENT') and next_check_at <= ${now}
      order by next_check_at for update skip locked limit ${limit})
    returning id`;
}
