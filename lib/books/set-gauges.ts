import { countOpenAlertsByKind } from "../accounts/list-alerts.ts";
import { getSales } from "../catalog/get-sales.ts";
import { getWaitingEvents } from "../events/get-waiting-events.ts";
import { log } from "../log.ts";
import { metrics } from "../metrics.ts";
import { readDay } from "./get-acceptance.ts";
import { getToday } from "./get-today.ts";

/**
 * Sets the gauges that come from the database. Without a database they are absent, not old, and `database_up` is 0: the
 * scrape itself succeeds, because what the process counts is wanted most then.
 */
export async function setGauges(now: Date): Promise<void> {
  const { databaseUp, orders, payments, openAlerts, toDo, sales, alipayFailing, eventsWaiting, eventAge } = metrics;
  try {
    const [[outcomes, sources], today, selling, open, events] = await Promise.all([
      readDay(now),
      getToday(now),
      getSales(now),
      countOpenAlertsByKind(),
      getWaitingEvents(now),
    ]);
    for (const [outcome, value] of Object.entries(outcomes)) orders.set({ outcome }, value);
    for (const [source, value] of Object.entries(sources)) payments.set({ source }, value);
    // A kind whose last alert was closed has no row any more.
    openAlerts.reset();
    for (const { kind, open: many } of open) openAlerts.set({ kind }, many);
    toDo.set({ kind: "alerts" }, today.openAlerts);
    toDo.set({ kind: "refund_reviews" }, today.refundsToReview);
    toDo.set({ kind: "deliveries" }, today.deliveriesToMake);
    eventsWaiting.set(events.waiting);
    eventAge.set(events.oldestMs / 1_000);
    sales.set(Number(selling.isOpen));
    alipayFailing.set(Number(selling.alipay === "failing"));
    databaseUp.set(1);
  } catch (error) {
    for (const gauge of [orders, payments, openAlerts, toDo, sales, alipayFailing, eventsWaiting, eventAge])
      gauge.reset();
    databaseUp.set(0);
    log.warn({ error }, "the gauges of the database could not be read");
  }
}
