import type { OrderStatusView } from "../contracts/orders.ts";
import { AppError } from "../core/errors.ts";
import { invariant } from "../core/assert.ts";
import {
  findAnyOrder,
  findAnyOrders,
  findEvents,
  findOpenSlots,
  findOrder,
  findOrderByRequestKey,
  findOrderState,
  findOrderWithItem,
  findPurchases,
  type OpenSlots,
  type OrderWithBuyer,
  type OrderWithItem,
  type Purchases,
  type StoredEvent,
  type StoredOrder,
} from "./store.ts";
import type { Offer } from "../catalog/get-product.ts";
import { beijingDayStart, beijingText } from "../core/time.ts";
import { goodsOf, isLimited, purchaseRefusal } from "./rules.ts";
import { orderStatusView } from "./view.ts";

export type { OrderWithItem, StoredOrder } from "./store.ts";

/** The member's own order. Throws ORDER_NOT_FOUND (404), for somebody else's too. One read. */
export async function getOrder(memberId: bigint, orderSn: string): Promise<StoredOrder> {
  const order = await findOrder(memberId, orderSn);
  if (!order) throw new AppError("ORDER_NOT_FOUND");
  return order;
}

/** Anybody's order, for admins. Throws ORDER_NOT_FOUND (404). One read. */
export async function getAnyOrder(orderSn: string): Promise<OrderWithBuyer> {
  const order = await findAnyOrder(orderSn);
  if (!order) throw new AppError("ORDER_NOT_FOUND");
  return order;
}

/** Anybody's orders by their ids, for admins, newest first. One read. */
export function getAnyOrders(ids: readonly bigint[]): Promise<OrderWithBuyer[]> {
  return findAnyOrders(ids);
}

/** The state of the member's own order, for polling. One indexed read, no write. */
export async function getOrderStatus(memberId: bigint, orderSn: string): Promise<OrderStatusView> {
  const state = await findOrderState(memberId, orderSn);
  if (!state) throw new AppError("ORDER_NOT_FOUND");
  return orderStatusView(state);
}

/** The lines of an order's history, oldest first. */
export function getTimeline(orderId: bigint): Promise<StoredEvent[]> {
  return findEvents(orderId);
}

/** An order with its item, for delivery. One read. */
export async function getOrderWithItem(orderId: bigint): Promise<OrderWithItem> {
  const order = await findOrderWithItem(orderId);
  invariant(order, "a delivery belongs to an order");
  return order;
}

/** The order placed with this idempotency key, if any. One read. */
export function findPlacedOrder(memberId: bigint, requestKey: string): Promise<StoredOrder | null> {
  return findOrderByRequestKey(memberId, requestKey);
}

/** Which slots the member's unpaid orders hold. One read. */
export function getOpenSlots(memberId: bigint): Promise<OpenSlots> {
  return findOpenSlots(memberId);
}

/**
 * What the member has ordered of limited goods, for the order that they want to place. Throws PURCHASE_LIMIT_REACHED (409).
 * One read; none where the goods are not limited: null.
 */
export async function getPurchases(
  memberId: bigint,
  { snapshot, limits }: Offer,
  now: Date,
): Promise<Purchases | null> {
  if (!isLimited(limits)) return null;
  const dayStart = beijingDayStart(beijingText(now).slice(0, 10));
  invariant(dayStart, "today is a day");
  const made = await findPurchases(memberId, goodsOf(snapshot), dayStart);
  const about = purchaseRefusal(limits, made);
  if (about) throw new AppError("PURCHASE_LIMIT_REACHED", { about });
  return made;
}
