import { countOpenAlertsByKind } from "../accounts/list-alerts.ts";
import type { DaySums } from "../operators/rules.ts";
import { sendSummary } from "../operators/send-summary.ts";
import { getInsights } from "./get-insights.ts";

/** Cron: tells the operator's people of the day before, once a day (docs/rules.md R129). */
export function tellDay(now: Date): Promise<void> {
  return sendSummary(now, (day) => sumDay(day, now));
}

async function sumDay(day: string, now: Date): Promise<DaySums> {
  const [{ total }, open] = await Promise.all([getInsights({ from: day, to: day }, now), countOpenAlertsByKind()]);
  const { ordersMade, ordersPaid, paidFen, refundedFen, successRate } = total;
  return { ordersMade, ordersPaid, paidFen, refundedFen, successRate, open };
}
