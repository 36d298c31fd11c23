import { keepAlerts, listOpenCauses } from "../accounts/keep-alerts.ts";
import { getAdminSales } from "../catalog/get-sales.ts";
import { after, DAY_MS } from "../core/time.ts";
import { mayBeSilent, MOST_USUAL, silenceOf, USUAL_DAYS } from "./silence-rules.ts";
import { findLastPayment, sumUsualSales, wasNoticeKeptSince } from "./silence-store.ts";

/**
 * Keeps the alerts about what has stopped (docs/rules.md R128): no order is paid any more, or no notice is believed any more. Two
 * to four reads, of which the long one is made only after half an hour without a payment.
 */
export async function tellSilence(now: Date): Promise<void> {
  await Promise.all([tellSilentOrders(now), closeRefusedNotices(now)]);
}

async function tellSilentOrders(now: Date): Promise<void> {
  const silence = await findSilence(now);
  const conditions = silence
    ? [{ cause: "orders", detail: { since: silence.since.toISOString(), missed: silence.missed } }]
    : [];
  await keepAlerts("ORDERS_SILENT", conditions, now);
}

/** A shop that sold nothing because its sales were stopped is silent from when they were opened again. */
async function findSilence(now: Date): Promise<{ since: Date; missed: number } | null> {
  const [last, { isOpen, switchTime }] = await Promise.all([findLastPayment(), getAdminSales(now)]);
  if (!last || !isOpen) return null;
  const since = switchTime && new Date(switchTime) > last ? new Date(switchTime) : last;
  if (!mayBeSilent(since, now)) return null;
  const usual = await sumUsualSales(after(last, -USUAL_DAYS * DAY_MS), MOST_USUAL);
  const missed = silenceOf(usual, since, now);
  return missed === null ? null : { since, missed };
}

/** Whoever refused the notices may be another process than the one that believes them again, so the rows are asked. */
async function closeRefusedNotices(now: Date): Promise<void> {
  const [open] = await listOpenCauses("NOTICES_REFUSED");
  if (open && (await wasNoticeKeptSince(new Date(String(open.detail.since)))))
    await keepAlerts("NOTICES_REFUSED", [], now);
}
