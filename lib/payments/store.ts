import type { CashierKind, DeliveryStatus, OrderStatus } from "../core/states.ts";
import { row, rows, sql } from "../db/sql.ts";
import type { ItemColumns } from "../orders/rules.ts";
import { claimDueAttempts, claimQuestion } from "./parts.ts";

export interface StoredCase {
  orderId: bigint;
  orderSn: string;
  memberId: bigint;
  memberStatus: "ACTIVE" | "DISABLED";
  orderStatus: OrderStatus;
  deliveryStatus: DeliveryStatus;
  createTime: Date;
  item: ItemColumns;
  attemptId: bigint;
  appId: string;
  sellerId: string;
  amountFen: number;
  payments: { tradeNo: string; kind: string }[];
  /** This very piece of news is already kept. */
  isKnownNews: boolean;
}

/** Everything that judging a trade needs, in one read: the attempt by its unique number, and the order to its left. */
export function findCase(outTradeNo: string, evidenceKey: string): Promise<StoredCase | null> {
  return row<StoredCase>(sql`select o.id as "orderId", o.order_sn as "orderSn", o.member_id as "memberId", m.status as "memberStatus",
      o.status as "orderStatus", o.delivery_status as "deliveryStatus", o.create_time as "createTime", to_jsonb(item) as item,
      a.id as "attemptId", a.app_id as "appId", a.seller_id as "sellerId", a.amount_fen as "amountFen",
      coalesce((select jsonb_agg(jsonb_build_object('tradeNo', p.trade_no, 'kind', p.kind)) from oms_payment_records p where p.order_id = o.id), '[]') as payments,
      exists (select 1 from oms_payment_evidence e where e.evidence_key = ${evidenceKey}) as "isKnownNews"
    from oms_payment_attempts a
    join oms_order o on o.id = a.order_id
    join ums_member m on m.id = o.member_id
    join oms_order_item item on item.order_id = o.id
    where a.out_trade_no = ${outTradeNo}`);
}

/** Whether Alipay has answered that a trade of this order, or the given one of them, does not fit it. */
export async function hasMismatch(orderId: bigint, tradeNo: string | null): Promise<boolean> {
  const found =
    await row(sql`select 1 as one from oms_payment_evidence where order_id = ${orderId} and source <> 'NOTIFY'
    and verdict like 'MISMATCH:%' and trade_no = coalesce(${tradeNo}::text, trade_no) limit 1`);
  return found !== null;
}

export interface StoredAttempt {
  id: bigint;
  outTradeNo: string;
  cashierKind: CashierKind;
  amountFen: number;
  subject: string;
  status: "OPEN" | "PAID" | "CLOSED";
  expireTime: Date;
  createTime: Date;
}

/** The attempts of one order, oldest first: an open one per kind of cashier at most, and those that Alipay has closed. */
export function findAttempts(orderId: bigint): Promise<StoredAttempt[]> {
  return rows<StoredAttempt>(sql`select id, out_trade_no as "outTradeNo", cashier_kind as "cashierKind", amount_fen as "amountFen", subject,
      status, expire_time as "expireTime", create_time as "createTime"
    from oms_payment_attempts where order_id = ${orderId} order by id`);
}

/** The trade number of the payment that counts. */
export async function findTradeNo(orderId: bigint): Promise<string | null> {
  const found = await row<{ tradeNo: string }>(
    sql`select trade_no as "tradeNo" from oms_payment_records where order_id = ${orderId} and kind = 'EFFECTIVE'`,
  );
  return found?.tradeNo ?? null;
}

export interface AttemptToAsk {
  id: bigint;
  outTradeNo: string;
  expireTime: Date;
}

export function claimAttempts(now: Date, limit: number): Promise<AttemptToAsk[]> {
  return claimDueAttempts(now, limit).execute();
}

/** When the question that has waited longest was due; null: there is nothing left to ask. One look into the index. */
export async function findOldestQuestion(): Promise<Date | null> {
  const found = await row<{ due: Date | null }>(
    sql`select min(next_check_at) as due from oms_payment_attempts where next_check_at is not null`,
  );
  return found?.due ?? null;
}

export function claimQuestions(orderId: bigint, now: Date, askedBefore: Date): Promise<AttemptToAsk[]> {
  return claimQuestion(orderId, now, askedBefore).execute();
}
