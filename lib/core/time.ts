import { invariant } from "./assert.ts";

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Beijing is UTC+8 without daylight saving since 1991, so its calendar is plain arithmetic. */
export const BEIJING_OFFSET_MS = 8 * HOUR_MS;

export function after(instant: Date, ms: number): Date {
  return new Date(instant.getTime() + ms);
}

const UNITS = [
  [DAY_MS, "天"],
  [HOUR_MS, "小时"],
  [MINUTE_MS, "分钟"],
  [SECOND_MS, "秒"],
] as const;

/** "7 天", "30 分钟": a span in the largest unit that it is a whole number of; `ms` is whole seconds. */
export function spanText(ms: number): string {
  const unit = UNITS.find(([size]) => ms > 0 && ms % size === 0);
  invariant(unit, "a span is whole seconds");
  return `${ms / unit[0]} ${unit[1]}`;
}

/** "2026-01-31 08:00:00", as Alipay writes and reads times: Beijing, no offset, whole seconds. */
export function beijingText(instant: Date): string {
  return new Date(instant.getTime() + BEIJING_OFFSET_MS).toISOString().slice(0, 19).replace("T", " ");
}

/** "2026-03-01 12:00", as people in Beijing read an instant. */
export function beijingMinute(instant: Date): string {
  return beijingText(instant).slice(0, 16);
}

/**
 * Reads Alipay's Beijing time, with or without milliseconds; null for anything else, also for 30 February and 24:00,
 * which `Date` would silently change.
 */
export function parseBeijing(text: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{3})?$/.test(text)) return null;
  const instant = new Date(`${text.replace(" ", "T")}+08:00`);
  return !Number.isNaN(instant.getTime()) && beijingText(instant) === text.slice(0, 19) ? instant : null;
}

/** The instant at which a Beijing day ("2026-01-31") begins; null when there is no such day. */
export function beijingDayStart(day: string): Date | null {
  return parseBeijing(`${day} 00:00:00`);
}

/**
 * The same wall-clock time in Beijing `months` calendar months later; a day that month does not have becomes its last
 * (31 January + 1 month = 28 or 29 February; docs/rules.md R30).
 */
export function addBeijingMonths(instant: Date, months: number): Date {
  invariant(Number.isInteger(months), "months are whole");
  const wall = new Date(instant.getTime() + BEIJING_OFFSET_MS);
  const day = wall.getUTCDate();
  wall.setUTCDate(1);
  wall.setUTCMonth(wall.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth() + 1, 0)).getUTCDate();
  wall.setUTCDate(Math.min(day, lastDay));
  return new Date(wall.getTime() - BEIJING_OFFSET_MS);
}

/** The instant at which the Beijing month of `instant` begins. */
export function beijingMonthStart(instant: Date): Date {
  const [year, month] = beijingText(instant).split("-") as [string, string];
  return new Date(`${year}-${month}-01T00:00:00+08:00`);
}

/** How many calendar months in Beijing lie between two instants; null: not a whole number of them. */
export function beijingMonthsBetween(from: Date, to: Date): number | null {
  const monthOf = (instant: Date) => {
    const wall = new Date(instant.getTime() + BEIJING_OFFSET_MS);
    return wall.getUTCFullYear() * 12 + wall.getUTCMonth();
  };
  const months = monthOf(to) - monthOf(from);
  return addBeijingMonths(from, months).getTime() === to.getTime() ? months : null;
}
