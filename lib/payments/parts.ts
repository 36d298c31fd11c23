import type { Context } from "../core/context.ts";
import type { Fen } from "../core/money.ts";
import type { CashierKind } from "../core/states.ts";
import type { TradeFact } from "../core/trade.ts";
import type { Part } from "../db/commit.ts";
import { sql, type Sql } from "../db/sql.ts";

export interface NewAttempt {
  readonly outTradeNo: string;
  readonly cashierKind: CashierKind;
  readonly appId: string;
  readonly sellerId: string;
  readonly amountFen: Fen;
  readonly subject: string;
  readonly expireTime: Date;
  readonly nextCheckAt: Date;
}

/**
 * The attempt stands before Alipay hears of it: for the order that the same commit makes, or for one that is still unpaid.
 * Finds no row when that one was closed or paid meanwhile; the lock makes it wait for whoever is moving it just now.
 */
export function insertAttempt(attempt: NewAttempt, order: bigint | "new_order", { now }: Context): Part {
  const unpaid =
    order === "new_order"
      ? sql`new_order`
      : sql`(select id from oms_order where id = ${order} and status = 'PENDING' for share)`;
  return {
    name: "new_attempt",
    rows: 1,
    sql: sql`insert into oms_payment_attempts (order_id, out_trade_no, cashier_kind, app_id, seller_id, amount_fen, subject,
        expire_time, next_check_at, create_time)
      select unpaid.id, ${attempt.outTradeNo}::text, ${attempt.cashierKind}::cashier_kind, ${attempt.appId}::text, ${attempt.sellerId}::text,
        ${attempt.amountFen}::int, ${attempt.subject}::text, ${attempt.expireTime}::timestamptz, ${attempt.nextCheckAt}::timestamptz, ${now}::timestamptz
      from ${unpaid} unpaid returning id`,
  };
}

/** The raw words, once per piece of news. Append-only in the database. */
export function keepEvidence(fact: TradeFact, orderId: bigint | null, verdict: string, now: Date): Part {
  return {
    name: "evidence",
    rows: "any",
    sql: sql`insert into oms_payment_evidence (evidence_key, source, out_trade_no, trade_no, order_id, verdict, content, create_time)
      values (${fact.evidenceKey}, ${fact.source}::evidence_source, ${fact.outTradeNo}, ${fact.tradeNo}, ${orderId}, ${verdict}, ${fact.content}, ${now})
      on conflict (evidence_key) do nothing returning id`,
  };
}

export interface NewPayment {
  readonly orderId: bigint;
  readonly orderSn: string;
  readonly attemptId: bigint | null;
  readonly appId: string;
  readonly sellerId: string;
  readonly amountFen: Fen;
  readonly kind: "EFFECTIVE" | "DUPLICATE" | "UNWANTED" | "MISMATCH";
}

/** Money in, once per trade and once effectively per order, both by uniqueness. */
export function recordPayment(payment: NewPayment, fact: TradeFact, now: Date): Part {
  return {
    name: "payment",
    rows: 1,
    sql: sql`insert into oms_payment_records (order_id, order_sn, attempt_id, out_trade_no, trade_no, kind, payment_amount_fen,
        payment_time, app_id, seller_id, source, create_time)
      values (${payment.orderId}, ${payment.orderSn}, ${payment.attemptId}, ${fact.outTradeNo}, ${fact.tradeNo}, ${payment.kind}::payment_kind,
        ${payment.amountFen}, ${fact.paidAt ?? now}, ${payment.appId}, ${payment.sellerId}, ${fact.source}::evidence_source, ${now})
      returning id`,
  };
}

/** The whole payment has gone back. Finds no row when that is known already. */
export function markReturned(paymentId: bigint): Part {
  return {
    name: "returned_payment",
    rows: 1,
    sql: sql`update oms_payment_records set payment_status = 'RETURNED' where id = ${paymentId} and payment_status = 'SUCCESS' returning id`,
  };
}

/** Nothing more to ask about this attempt. Paid stays paid: an answer from before the money must not close it. */
export function finishAttempt(attemptId: bigint, status: "PAID" | "CLOSED"): Part {
  return {
    name: "finished_attempt",
    rows: "any",
    sql: sql`update oms_payment_attempts set status = ${status}::attempt_status, next_check_at = null
      where id = ${attemptId} and status <> 'PAID' returning id`,
  };
}

/** The order is closed here, but its cashier may stay open at Alipay until its deadline: look once more after that. */
export function watchAttempts(orderId: bigint, until: Date): Part {
  return {
    name: "watched_attempts",
    rows: "any",
    sql: sql`update oms_payment_attempts set next_check_at = ${until} where order_id = ${orderId} and status = 'OPEN' returning id`,
  };
}

/** Claims attempts whose next question is due; the next instant, computed per row, is the lease. */
export function claimDueAttempts(now: Date, limit: number): Sql {
  return sql`update oms_payment_attempts
    set check_count = check_count + 1, last_check_at = ${now},
      -- The same steps as rules.nextCheckAt: 1, 2, 4 … 60 minutes, and once right after Alipay's own deadline.
      next_check_at = case
        when ${now}::timestamptz < expire_time + interval '2 minutes'
          then least(expire_time + interval '2 minutes', ${now}::timestamptz + interval '1 minute' * least(60, 2 ^ least(check_count, 10)))
        else ${now}::timestamptz + interval '1 minute' * least(60, 2 ^ least(check_count, 10)) end
    where id in (
      select id from oms_payment_attempts where next_check_at <= ${now}
      order by next_check_at for update skip locked limit ${limit})
    returning id, out_trade_no as "outTradeNo", expire_time as "expireTime"`;
}

/**
 * Takes the right to ask Alipay about an order now, unless somebody asked within the last `ASK_EVERY_MS`. What an earlier
 * answer closed is asked about too: that answer may have been older than the money.
 */
export function claimQuestion(orderId: bigint, now: Date, askedBefore: Date): Sql {
  return sql`update oms_payment_attempts set last_check_at = ${now}
    where order_id = ${orderId} and status <> 'PAID' and (last_check_at is null or last_check_at <= ${askedBefore})
    returning id, out_trade_no as "outTradeNo", expire_time as "expireTime"`;
}
