import { listOrderAlerts } from "../accounts/list-alerts.ts";
import type { AdminOrderDetail } from "../contracts/admin-orders.ts";
import { showGoods } from "../delivery/goods/kinds.ts";
import { redeliverable } from "../delivery/rules.ts";
import { getAnyOrder, getTimeline } from "../orders/get-order.ts";
import { adminOrderDetail } from "../orders/view.ts";
import { askable } from "../payments/rules.ts";
import { listOrderRefunds } from "../refunds/list-refunds.ts";
import { answerOf } from "./answer-rules.ts";
import { peopleIn, storyOf } from "./order-story.ts";
import { findOrderRecords } from "./store.ts";
import { findNames, findStory } from "./story-store.ts";
import { recordsView } from "./view.ts";

/**
 * One order whole: its buyer, money, goods, refunds, open alerts, everything that happened to it as one list, and what that comes
 * to. Fifteen reads in two steps; one more where one of the operator's people did something.
 * Throws ORDER_NOT_FOUND (404).
 */
export async function inspectOrder(orderSn: string, now: Date): Promise<AdminOrderDetail> {
  const order = await getAnyOrder(orderSn);
  const [events, records, goods, refunds, alerts, stored] = await Promise.all([
    getTimeline(order.id),
    findOrderRecords(order.id),
    showGoods(order, now),
    listOrderRefunds(order.id),
    listOrderAlerts(orderSn),
    findStory(order),
  ]);
  const tradeNo = records.payments.find((payment) => payment.kind === "EFFECTIVE")?.tradeNo ?? null;
  const known = {
    order: adminOrderDetail(order, events, tradeNo, now),
    ...recordsView(order.deliveryStatus, records),
    ...goods,
    refunds,
    alerts,
  };
  return {
    ...known,
    answer: answerOf(known, now),
    ...storyOf(events, stored, await findNames(peopleIn(events, stored))),
    askable: askable(order),
    redeliverable: redeliverable(order),
  };
}
