import { INSIGHT_DAYS, type InsightsView } from "../contracts/insights.ts";
import { dayRange, type DayRange } from "../core/day-range.ts";
import { insightsOf } from "./insights.ts";
import * as stored from "./insight-store.ts";

/**
 * What a range of Beijing days brought, summed from the rows themselves (docs/decisions/0047). Nine reads, two at a time, so
 * that they take no more of the pool than they need. Throws VALIDATION_FAILED (400) for days that are no range, or more than
 * INSIGHT_DAYS, BUSY (503).
 */
export async function getInsights(
  asked: { readonly from?: string | undefined; readonly to?: string | undefined },
  now: Date,
): Promise<InsightsView> {
  const range = dayRange(asked, now, INSIGHT_DAYS);
  const span = await stored.findOrderSpan(range);
  const [{ paid, deliveries, outstanding }, others] = await Promise.all([
    sumIncome(range, span, now),
    sumOthers(range, span),
  ]);
  return insightsOf(range, { paid, deliveries, outstanding, ...others });
}

async function sumIncome(range: DayRange, span: stored.OrderSpan | null, now: Date) {
  const paid = span ? await stored.sumPaid(range, span) : [];
  const deliveries = span ? await stored.timeDeliveries(range, span) : [];
  return { paid, deliveries, outstanding: await stored.sumOutstanding(now) };
}

async function sumOthers(range: DayRange, span: stored.OrderSpan | null) {
  const orders = span ? await stored.sumOrders(range, span) : [];
  const lost = await stored.sumLost(range);
  const refunded = await stored.sumRefunded(range);
  return { orders, lost, refunded, expired: await stored.sumExpired(range) };
}
