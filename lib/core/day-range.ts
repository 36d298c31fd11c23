import { invariant } from "./assert.ts";
import { AppError } from "./errors.ts";
import { after, beijingDayStart, beijingText, DAY_MS } from "./time.ts";

/** Beijing days, the last one included, and the instants at which they begin and are over. */
export interface DayRange {
  /** "2026-01-31" */
  readonly from: string;
  readonly to: string;
  readonly since: Date;
  readonly until: Date;
}

/** Where no day is named, the last of these many days. */
export const USUAL_DAYS = 30;

/** The Beijing day of an instant. */
export function beijingDay(instant: Date): string {
  return beijingText(instant).slice(0, 10);
}

function startOf(day: string): Date {
  const start = beijingDayStart(day);
  invariant(start, "a day was checked before");
  return start;
}

/**
 * The days that are asked for, each of them a day ("2026-01-31"). Without `to` until today, without `from` USUAL_DAYS.
 * Throws VALIDATION_FAILED (400) where `from` comes after `to`, and where they are more than `mostDays`.
 */
export function dayRange(
  asked: { readonly from?: string | undefined; readonly to?: string | undefined },
  now: Date,
  mostDays = Number.POSITIVE_INFINITY,
): DayRange {
  const to = asked.to ?? beijingDay(now);
  const from = asked.from ?? beijingDay(after(startOf(to), (1 - USUAL_DAYS) * DAY_MS));
  const [since, until] = [startOf(from), after(startOf(to), DAY_MS)];
  const days = (until.getTime() - since.getTime()) / DAY_MS;
  // Either of them may be the one that is meant otherwise, or was left out.
  const refuse = (message: string) =>
    new AppError("VALIDATION_FAILED", { issues: ["from", "to"].map((field) => ({ field, message })) });
  if (days < 1) throw refuse("开始的日子不能晚于结束的日子");
  if (days > mostDays) throw refuse(`最多 ${mostDays} 天`);
  return { from, to, since, until };
}

/** The last Beijing month that is over ("2026-01"). */
export function monthBefore(now: Date): string {
  const firstDay = startOf(`${beijingDay(now).slice(0, 7)}-01`);
  return beijingDay(after(firstDay, -DAY_MS)).slice(0, 7);
}
