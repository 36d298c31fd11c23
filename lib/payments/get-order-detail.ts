import type { OrderDetail } from "../contracts/orders.ts";
import { getOrder, getTimeline } from "../orders/get-order.ts";
import { orderDetail } from "../orders/view.ts";
import { findTradeNo } from "./store.ts";

/** The member's own order with its history and its trade number. Three reads. Throws ORDER_NOT_FOUND (404). */
export async function getOrderDetail(memberId: bigint, orderSn: string, now: Date): Promise<OrderDetail> {
  const order = await getOrder(memberId, orderSn);
  const [events, tradeNo] = await Promise.all([getTimeline(order.id), findTradeNo(order.id)]);
  return orderDetail(order, events, tradeNo, now);
}
