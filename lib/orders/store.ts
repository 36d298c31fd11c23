import type { BillingCycle, DeliveryStatus, OrderStatus, ProductType, RefundStatus } from "../core/states.ts";
import { claimExpiredOrders } from "./parts.ts";
import type { ItemColumns } from "./rules.ts";
import { joinSql, row, rows, sql, type Sql } from "../db/sql.ts";

export interface StoredOrder {
  id: bigint;
  orderSn: string;
  memberId: bigint;
  productType: ProductType;
  productName: string;
  status: OrderStatus;
  deliveryStatus: DeliveryStatus;
  totalAmountFen: number;
  payAmountFen: number;
  refundedAmountFen: number;
  closeReason: string | null;
  returnPath: string | null;
  requestHash: string | null;
  createTime: Date;
  expireTime: Date;
  paymentTime: Date | null;
  creditAmount: number | null;
  bonusCredits: number | null;
  validDays: number | null;
  planCode: string | null;
  billingCycle: BillingCycle | null;
  /** The last refund that was asked for, if any. */
  refundStatus: RefundStatus | null;
  refundAmountFen: number | null;
}

export interface StoredEvent {
  type: string;
  actor: string;
  detail: Record<string, unknown>;
  createTime: Date;
}

const columns = sql`o.id, o.order_sn as "orderSn", o.member_id as "memberId", o.product_type as "productType", item.product_name as "productName",
  o.status, o.delivery_status as "deliveryStatus", o.total_amount_fen as "totalAmountFen", o.pay_amount_fen as "payAmountFen",
  o.refunded_amount_fen as "refundedAmountFen", o.close_reason as "closeReason", o.return_path as "returnPath", o.request_hash as "requestHash",
  o.create_time as "createTime", o.expire_time as "expireTime", o.payment_time as "paymentTime", item.credit_amount as "creditAmount",
  item.bonus_credits as "bonusCredits", item.valid_days as "validDays", item.plan_code as "planCode", item.billing_cycle as "billingCycle",
  refund.status as "refundStatus", refund.refund_amount_fen as "refundAmountFen"`;

const tables = sql`oms_order o join oms_order_item item on item.order_id = o.id
  left join lateral (select status, refund_amount_fen from oms_refund_records
    where order_id = o.id and kind = 'ORDER' order by id desc limit 1) refund on true`;

/** The member's own order; somebody else's is not found. */
export function findOrder(memberId: bigint, orderSn: string): Promise<StoredOrder | null> {
  return row<StoredOrder>(
    sql`select ${columns} from ${tables} where o.order_sn = ${orderSn} and o.member_id = ${memberId}`,
  );
}

export interface OrderWithBuyer extends StoredOrder {
  buyer: { name: string; email: string; isActive: boolean };
}

const withBuyer = sql`select ${columns}, jsonb_build_object('name', m.name, 'email', m.email, 'isActive', m.status = 'ACTIVE') as buyer
  from ${tables} join ums_member m on m.id = o.member_id`;

/** Anybody's order. */
export function findAnyOrder(orderSn: string): Promise<OrderWithBuyer | null> {
  return row<OrderWithBuyer>(sql`${withBuyer} where o.order_sn = ${orderSn}`);
}

/** Anybody's orders, newest first. */
export function findAnyOrders(ids: readonly bigint[]): Promise<OrderWithBuyer[]> {
  return rows<OrderWithBuyer>(sql`${withBuyer} where o.id = any(${ids}::bigint[]) order by o.id desc`);
}

export type OrderState = Pick<StoredOrder, "orderSn" | "status" | "deliveryStatus" | "paymentTime">;

/** What a poll asks for: one row by its unique number, no join. */
export function findOrderState(memberId: bigint, orderSn: string): Promise<OrderState | null> {
  return row<OrderState>(sql`select order_sn as "orderSn", status, delivery_status as "deliveryStatus", payment_time as "paymentTime"
    from oms_order where order_sn = ${orderSn} and member_id = ${memberId}`);
}

export function findOrderByRequestKey(memberId: bigint, requestKey: string): Promise<StoredOrder | null> {
  return row<StoredOrder>(
    sql`select ${columns} from ${tables} where o.member_id = ${memberId} and o.request_key = ${requestKey}`,
  );
}

export interface OpenSlots {
  slots: number[];
  firstExpiry: Date | null;
}

/** The slots of the member's unpaid orders; at most as many rows as the cap. */
export async function findOpenSlots(memberId: bigint): Promise<OpenSlots> {
  const found =
    await row<OpenSlots>(sql`select coalesce(array_agg(open_slot), '{}')::int[] as slots, min(expire_time) as "firstExpiry"
    from oms_order where member_id = ${memberId} and status = 'PENDING'`);
  return found ?? { slots: [], firstExpiry: null };
}

export interface OrderFilter {
  memberId: bigint;
  status?: OrderStatus | undefined;
  productType?: ProductType | undefined;
  /** created at or after */
  from?: Date | undefined;
  /** created before */
  to?: Date | undefined;
  orderSn?: string | undefined;
}

function conditions(filter: OrderFilter): Sql {
  const all = [sql`o.member_id = ${filter.memberId}`];
  if (filter.status) all.push(sql`o.status = ${filter.status}::order_status`);
  if (filter.productType) all.push(sql`o.product_type = ${filter.productType}::product_type`);
  if (filter.from) all.push(sql`o.create_time >= ${filter.from}`);
  if (filter.to) all.push(sql`o.create_time < ${filter.to}`);
  if (filter.orderSn) all.push(sql`o.order_sn = ${filter.orderSn}`);
  return joinSql(all, " and ");
}

/**
 * One page of a member's orders, newest first. The page is cut from the index before anything is joined to it, so what a
 * later page skips costs next to nothing.
 */
export function findOrders(filter: OrderFilter, limit: number, offset: number): Promise<StoredOrder[]> {
  return rows<StoredOrder>(sql`select ${columns} from ${tables} where o.id = any(array(
      select o.id from oms_order o where ${conditions(filter)} order by o.id desc limit ${limit} offset ${offset}))
    order by o.id desc`);
}

export async function countOrders(filter: OrderFilter): Promise<number> {
  const found = await row<{ n: number }>(sql`select count(*)::int as n from oms_order o where ${conditions(filter)}`);
  return found?.n ?? 0;
}

/** An order's history never grows long; the bound is against the impossible. */
const EVENTS_READ = 200;

export function findEvents(orderId: bigint): Promise<StoredEvent[]> {
  return rows<StoredEvent>(sql`select type, actor, detail, create_time as "createTime" from oms_order_event
    where order_id = ${orderId} order by id limit ${EVENTS_READ}`);
}

export interface OrderWithItem {
  id: bigint;
  orderSn: string;
  memberId: bigint;
  status: OrderStatus;
  deliveryStatus: DeliveryStatus;
  payAmountFen: number;
  item: ItemColumns;
}

/** An order by its id, for work that no member asked for. */
export function findOrderWithItem(orderId: bigint): Promise<OrderWithItem | null> {
  return row<OrderWithItem>(sql`select o.id, o.order_sn as "orderSn", o.member_id as "memberId", o.status, o.delivery_status as "deliveryStatus",
      o.pay_amount_fen as "payAmountFen", to_jsonb(item) as item
    from oms_order o join oms_order_item item on item.order_id = o.id where o.id = ${orderId}`);
}

export interface ExpiredOrder {
  orderSn: string;
  memberId: bigint;
}

export function claimExpired(now: Date, leaseUntil: Date, limit: number): Promise<ExpiredOrder[]> {
  return claimExpiredOrders(now, leaseUntil, limit).execute();
}
