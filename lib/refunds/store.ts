import type { DeliveryStatus, OrderStatus, ProductType, RefundStatus } from "../core/states.ts";
import type { PaymentKind, RefundKind } from "../db/generated/enums.ts";
import { joinSql, row, rows, sql, type Sql } from "../db/sql.ts";
import { claimDueRefunds } from "./parts.ts";
import type { Quote, Risk } from "./rules.ts";

export interface StoredCase {
  orderId: bigint;
  orderSn: string;
  memberId: bigint;
  productType: ProductType;
  productName: string;
  status: OrderStatus;
  deliveryStatus: DeliveryStatus;
  payAmountFen: number;
  paymentTime: Date | null;
  /** The payment that counts; null while unpaid. */
  payment: { id: number; outTradeNo: string; tradeNo: string } | null;
  refundsBefore: number;
  recentRefunds: number;
  memberSince: Date;
}

/** Everything but the goods that a quote needs, in one read. `recentSince`: which earlier refunds are recent. */
export function findCase(memberId: bigint, orderSn: string, recentSince: Date): Promise<StoredCase | null> {
  return row<StoredCase>(sql`select o.id as "orderId", o.order_sn as "orderSn", o.member_id as "memberId", o.product_type as "productType",
      item.product_name as "productName", o.status, o.delivery_status as "deliveryStatus", o.pay_amount_fen as "payAmountFen",
      o.payment_time as "paymentTime", m.create_time as "memberSince", history.*,
      (select jsonb_build_object('id', p.id, 'outTradeNo', p.out_trade_no, 'tradeNo', p.trade_no)
        from oms_payment_records p where p.order_id = o.id and p.kind = 'EFFECTIVE') as payment
    from oms_order o join oms_order_item item on item.order_id = o.id join ums_member m on m.id = o.member_id
    cross join lateral (select coalesce(max(r.member_seq), 0)::int as "refundsBefore",
        (count(*) filter (where r.create_time > ${recentSince}))::int as "recentRefunds"
      from oms_refund_records r where r.member_id = o.member_id and r.kind = 'ORDER') history
    where o.order_sn = ${orderSn} and o.member_id = ${memberId}`);
}

export interface StoredRefund {
  id: bigint;
  orderId: bigint;
  orderSn: string;
  memberId: bigint;
  productName: string;
  orderStatus: OrderStatus;
  paymentId: bigint;
  outTradeNo: string;
  tradeNo: string;
  outRequestNo: string;
  kind: RefundKind;
  amountFen: number;
  status: RefundStatus;
  reason: string;
  quote: Quote;
  risk: Risk;
  needsSecondReview: boolean;
  approvals: number;
  requestHash: string | null;
  refusal: string | null;
  sendCount: number;
  nextCheckAt: Date | null;
  sentTime: Date | null;
  createTime: Date;
  finishTime: Date | null;
}

const columns = sql`r.id, r.order_id as "orderId", r.order_sn as "orderSn", r.member_id as "memberId", item.product_name as "productName",
  o.status as "orderStatus", r.payment_id as "paymentId", r.out_trade_no as "outTradeNo", r.trade_no as "tradeNo", r.out_request_no as "outRequestNo", r.kind,
  r.refund_amount_fen as "amountFen", r.status, r.reason, r.quote, r.risk, r.needs_second_review as "needsSecondReview", r.approvals,
  r.request_hash as "requestHash", r.refusal, r.send_count as "sendCount", r.next_check_at as "nextCheckAt", r.sent_time as "sentTime",
  r.create_time as "createTime", r.finish_time as "finishTime"`;

const tables = sql`oms_refund_records r join oms_order o on o.id = r.order_id join oms_order_item item on item.order_id = r.order_id`;

export function findRefund(id: bigint): Promise<StoredRefund | null> {
  return row<StoredRefund>(sql`select ${columns} from ${tables} where r.id = ${id}`);
}

export function findRefundByRequestKey(memberId: bigint, requestKey: string): Promise<StoredRefund | null> {
  return row<StoredRefund>(
    sql`select ${columns} from ${tables} where r.member_id = ${memberId} and r.request_key = ${requestKey}`,
  );
}

/** Refunds that must be sent or asked about, held for one worker. */
export async function claimDue(now: Date, limit: number): Promise<bigint[]> {
  return (await claimDueRefunds(now, limit).execute()).map(({ id }) => id);
}

export interface UnwatchedRefund {
  outRequestNo: string;
  orderSn: string;
  status: RefundStatus;
}

/**
 * Refunds that nothing has moved since `before`, and whose alerts, if any, were closed before that; the oldest
 * first. The open ones come through their own two indexes, however many are over.
 */
export function findUnwatched(before: Date, limit: number): Promise<UnwatchedRefund[]> {
  return rows<UnwatchedRefund>(sql`select r.out_request_no as "outRequestNo", r.order_sn as "orderSn", r.status from oms_refund_records r
    where r.id in (select id from oms_refund_records where status = 'REVIEWING'
        union all select id from oms_refund_records where status in ('APPROVED', 'SENT'))
      and coalesce(r.sent_time, (select max(v.create_time) from oms_refund_review v where v.refund_id = r.id), r.create_time) < ${before}
      and not exists (select 1 from sys_alert told
        where told.alert_key in ('REVIEW_LATE:' || r.out_request_no, 'REFUND_STUCK:' || r.out_request_no, 'SELLER_BALANCE_SHORT:' || r.out_request_no)
          and (told.resolved_time is null or told.resolved_time > ${before}))
    order by r.id limit ${limit}`);
}

export interface StrayPayment {
  id: bigint;
  orderId: bigint;
  orderSn: string;
  memberId: bigint;
  outTradeNo: string;
  tradeNo: string;
  amountFen: number;
  kind: PaymentKind;
}

const strayColumns = sql`p.id, p.order_id as "orderId", p.order_sn as "orderSn", o.member_id as "memberId", p.out_trade_no as "outTradeNo",
  p.trade_no as "tradeNo", p.payment_amount_fen as "amountFen", p.kind`;

/** Money that bought nothing and that nobody has begun to send back, the oldest first. */
export function findStrayPayments(limit: number): Promise<StrayPayment[]> {
  return rows<StrayPayment>(sql`select ${strayColumns} from oms_payment_records p join oms_order o on o.id = p.order_id
    where p.kind in ('DUPLICATE', 'UNWANTED') and p.payment_status = 'SUCCESS'
      and not exists (select 1 from oms_refund_records r where r.payment_id = p.id)
    order by p.id limit ${limit}`);
}

export interface MismatchAlert {
  id: bigint;
  tradeNo: string;
  outTradeNo: string;
  orderId: bigint;
  orderSn: string;
  memberId: bigint;
  productName: string;
  isOpen: boolean;
}

/**
 * An alert about a trade that does not fit its order, with what the evidence knows of it: an open one, or one that was
 * closed while the money stayed.
 */
export function findMismatch(alertId: bigint): Promise<MismatchAlert | null> {
  return row<MismatchAlert>(sql`select alert.id, e.trade_no as "tradeNo", e.out_trade_no as "outTradeNo", o.id as "orderId",
      o.order_sn as "orderSn", o.member_id as "memberId", item.product_name as "productName", alert.resolved_time is null as "isOpen"
    from sys_alert alert
    join oms_payment_evidence e on e.trade_no = alert.detail ->> 'tradeNo' and e.verdict like 'MISMATCH:%'
    join oms_order o on o.id = e.order_id join oms_order_item item on item.order_id = o.id
    where alert.id = ${alertId} and alert.kind = 'PAYMENT_MISMATCH' and o.order_sn = alert.order_sn
      and (alert.resolved_time is null or not exists (select 1 from oms_payment_records p where p.trade_no = e.trade_no))
    order by e.id limit 1`);
}

export interface RefundFilter {
  orderId?: bigint | undefined;
  memberId?: bigint | undefined;
  status?: RefundStatus | undefined;
  orderSn?: string | undefined;
}

function conditions(filter: RefundFilter): Sql {
  const all = [sql`true`];
  if (filter.orderId !== undefined) all.push(sql`r.order_id = ${filter.orderId}`);
  if (filter.memberId !== undefined) all.push(sql`r.member_id = ${filter.memberId}`);
  if (filter.status) all.push(sql`r.status = ${filter.status}::refund_status`);
  if (filter.orderSn) all.push(sql`r.order_sn = ${filter.orderSn}`);
  return joinSql(all, " and ");
}

export interface ListedRefund extends StoredRefund {
  memberName: string;
  paidFen: number;
  /** Another refund of the same payment came after it. */
  isFollowed: boolean;
}

const listed = sql`select ${columns}, m.name as "memberName", p.payment_amount_fen as "paidFen",
    exists (select 1 from oms_refund_records later where later.order_id = r.order_id and later.payment_id = r.payment_id and later.id > r.id) as "isFollowed"
  from ${tables} join ums_member m on m.id = r.member_id join oms_payment_records p on p.id = r.payment_id`;

export function findListedRefund(id: bigint): Promise<ListedRefund | null> {
  return row<ListedRefund>(sql`${listed} where r.id = ${id}`);
}

/** One page of refunds, newest first. */
export function findRefunds(filter: RefundFilter, limit: number, offset: number): Promise<ListedRefund[]> {
  return rows<ListedRefund>(
    sql`${listed} where ${conditions(filter)} order by r.id desc limit ${limit} offset ${offset}`,
  );
}

export async function countRefunds(filter: RefundFilter): Promise<number> {
  const found = await row<{ n: number }>(
    sql`select count(*)::int as n from oms_refund_records r where ${conditions(filter)}`,
  );
  return found?.n ?? 0;
}

export interface StoredReview {
  adminId: bigint;
  adminName: string;
  verdict: "APPROVE" | "REJECT";
  reason: string;
  createTime: Date;
}

/** What admins have said about a refund, oldest first: two lines at most. */
export function findReviews(refundId: bigint): Promise<StoredReview[]> {
  return rows<StoredReview>(sql`select review.admin_id as "adminId", m.name as "adminName", review.verdict, review.reason, review.create_time as "createTime"
    from oms_refund_review review join ums_member m on m.id = review.admin_id where review.refund_id = ${refundId} order by review.id`);
}

export interface Buyer {
  id: bigint;
  name: string;
  email: string;
  createTime: Date;
  paidOrders: number;
  paidFen: number;
  refundedFen: number;
}

/** Who asks, and what they have paid and got back so far. */
export function findBuyer(memberId: bigint): Promise<Buyer | null> {
  return row<Buyer>(sql`select m.id, m.name, m.email, m.create_time as "createTime", count(o.id)::int as "paidOrders",
      coalesce(sum(o.pay_amount_fen), 0)::float8 as "paidFen", coalesce(sum(o.refunded_amount_fen), 0)::float8 as "refundedFen"
    from ums_member m left join oms_order o on o.member_id = m.id and o.payment_time is not null
    where m.id = ${memberId} group by m.id`);
}
