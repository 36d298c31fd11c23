import { reconcileBills } from "../books/reconcile-bills.ts";
import { after, DAY_MS, MINUTE_MS } from "../core/time.ts";
import { at } from "./builders.ts";
import { query } from "./database.ts";
import { setAlipayClock } from "./gateway.ts";

/** The story's first day in Beijing. */
export const DAY = "2026-03-01";

/** 09:30 in Beijing, so many days after the story's first. */
export function morning(day: number): Date {
  return after(at(-150), day * DAY_MS);
}

/** 12:00 in Beijing of that day: the day before is over for good, with a bill or without one. */
export function noon(day: number): Date {
  return after(morning(day), 150 * MINUTE_MS);
}

/** The daily run at a moment that is also Alipay's. */
export async function reconcile(now: Date) {
  await setAlipayClock(now);
  return reconcileBills(now);
}

/** What people were told, sorted: the kind and cause, and before it what differs, where something does. */
export async function alertsRaised(): Promise<string[]> {
  const alerts = await query<{ key: string; what: string | null }>(
    "select kind || ':' || cause as key, detail ->> 'what' as what from sys_alert",
  );
  return alerts.map(({ key, what }) => (what ? `${what} ${key}` : key)).sort();
}
