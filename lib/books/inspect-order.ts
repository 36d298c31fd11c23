import { listOrderAlerts } from "../accounts/list-alerts.ts";
import type { AdminOrderDetail } from "../contracts/admin-orders.ts";
import { showGoods } from "../delivery/goods/kinds.ts";
import { redeliverable } from "../delivery/rules.ts";
import { getAnyOrder, getTimeline } from "../orders/get-order.ts";
import { adminOrderDetail } from "../orders/view.ts";
import { askable } from "../payments/rules.ts";
import { listOrderRefunds } from "../refunds/list-refunds.ts";
import { findOrderRecords } from "./store.ts";
import { recordsView } from "./view.ts";

/**
 * One order whole: its buyer, money, goods, refunds, history and open alerts. Eight reads in two steps.
 * Throws ORDER_NOT_FOUND (404).
 */
export async function inspectOrder(orderSn: string, now: Date): Promise<AdminOrderDetail> {
  const order = await getAnyOrder(orderSn);
  const [events, records, goods, refunds, alerts] = await Promise.all([
    getTimeline(order.id),
    findOrderRecords(order.id),
    showGoods(order, now),
    listOrderRefunds(order.id),
    listOrderAlerts(orderSn),
  ]);
  const tradeNo = records.payments.find((payment) => payment.kind === "EFFECTIVE")?.tradeNo ?? null;
  return {
    order: adminOrderDetail(order, events, tradeNo, now),
    ...recordsView(order.deliveryStatus, records),
    ...goods,
    refunds,
    alerts,
    askable: askable(order),
    redeliverable: redeliverable(order),
  };
}
