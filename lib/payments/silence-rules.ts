import { after, BEIJING_OFFSET_MS, DAY_MS, HOUR_MS, MINUTE_MS } from "../core/time.ts";

/** What is usual is learned from the payments of this long before the last one, and from no more than so many. */
export const USUAL_DAYS = 28;
export const MOST_USUAL = 20_000;

/** So many usual gaps without a payment are told. */
const SILENT_GAPS = 10;
/** A shorter silence is told of no shop. */
const LEAST_SILENCE_MS = 30 * MINUTE_MS;
/** Before that nothing is usual. */
const LEAST_DAYS = 7;

/** Payments by the hour of the Beijing day, over some time before the last of them. */
export interface UsualSales {
  /** Of each hour from 0 to 23; those without a payment may be absent. */
  readonly hours: readonly { readonly hour: number; readonly payments: number }[];
  /** How long before the last payment the first of them was. */
  readonly spanMs: number;
}

/**
 * Payments of each hour of a usual day. An hour in which the shop hardly sells counts as none: one with fewer than a payment a
 * week, or with less than half of what an hour of the day has on average. So the night is no silence, and a shop with a sale
 * now and then has no silence at all.
 */
function usualHours({ hours, spanMs }: UsualSales): number[] {
  const days = Math.max(1, spanMs / DAY_MS);
  const payments = Array.from({ length: 24 }, (_, hour) => hours.find((one) => one.hour === hour)?.payments ?? 0);
  const average = payments.reduce((sum, some) => sum + some, 0) / 24;
  return payments.map((some) => (some >= days / 7 && some >= average / 2 ? some / days : 0));
}

/**
 * How many payments a usual week would have brought between `since` and `now`, at the same hours of the day: the silence, measured
 * in usual gaps. Of more than USUAL_DAYS only the last count.
 */
export function missedPayments(usual: UsualSales, since: Date, now: Date): number {
  const perHour = usualHours(usual);
  let missed = 0;
  let at = Math.max(since.getTime(), after(now, -USUAL_DAYS * DAY_MS).getTime());
  while (at < now.getTime()) {
    const end = Math.min(now.getTime(), Math.floor(at / HOUR_MS + 1) * HOUR_MS);
    const hour = Math.floor((at + BEIJING_OFFSET_MS) / HOUR_MS) % 24;
    missed += (perHour[hour]! * (end - at)) / HOUR_MS;
    at = end;
  }
  return missed;
}

/** Whether it is worth asking what is usual. */
export function mayBeSilent(since: Date, now: Date): boolean {
  return after(since, LEAST_SILENCE_MS) <= now;
}

/** The payments missed, where they are so many that a person is told; null: nothing is unusual, or nothing is usual yet. */
export function silenceOf(usual: UsualSales, since: Date, now: Date): number | null {
  const isLearned = usual.spanMs >= LEAST_DAYS * DAY_MS || paymentsOf(usual) >= MOST_USUAL;
  if (!isLearned || !mayBeSilent(since, now)) return null;
  const missed = missedPayments(usual, since, now);
  return missed >= SILENT_GAPS ? Math.floor(missed) : null;
}

function paymentsOf({ hours }: UsualSales): number {
  return hours.reduce((sum, { payments }) => sum + payments, 0);
}

/** Notices about so many orders, refused without one believed in between, are told. One order alone is repeated by itself. */
export function isRefusedInARow(orders: number): boolean {
  return orders >= 3;
}
