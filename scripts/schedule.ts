/** The five fields of a cron line with their lowest and highest values; day names are not needed here. */
const FIELDS = [
  ["minute", 0, 59],
  ["hour", 0, 23],
  ["day", 1, 31],
  ["month", 1, 12],
  ["weekday", 0, 6],
] as const;

type Field = (typeof FIELDS)[number][0];

/** A cron line, read: the values of each field, and whether days were left open. */
export type Schedule = Readonly<Record<Field, ReadonlySet<number>>> & {
  readonly anyDay: boolean;
  readonly anyWeekday: boolean;
};

/** Reads a cron line as Vercel does: numbers, `*`, lists, ranges and steps. Throws an Error that names the line. */
export function parseSchedule(line: string): Schedule {
  const parts = line.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) throw new Error(`定时表达式应有 5 段：${line}`);
  const sets = FIELDS.map(([name, low, high], i) => [name, valuesOf(parts[i]!, low, high, line)] as const);
  const fields = Object.fromEntries(sets) as unknown as Record<Field, ReadonlySet<number>>;
  return { ...fields, anyDay: parts[2] === "*", anyWeekday: parts[4] === "*" };
}

function valuesOf(part: string, low: number, high: number, line: string): Set<number> {
  const values = new Set<number>();
  for (const item of part.split(",")) {
    const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(item);
    if (!match) throw new Error(`定时表达式无法读懂：${line}`);
    const [, first, last, step] = match;
    const from = first === undefined ? low : Number(first);
    const to = last !== undefined ? Number(last) : first === undefined || step !== undefined ? high : from;
    const stride = Number(step ?? 1);
    if (from < low || to > high || from > to || stride < 1) throw new Error(`定时表达式超出范围：${line}`);
    for (let value = from; value <= to; value += stride) values.add(value);
  }
  return values;
}

/** Does the minute of this instant, in UTC as at Vercel, belong to the schedule? */
export function isDue(schedule: Schedule, instant: Date): boolean {
  const { minute, hour, day, month, weekday, anyDay, anyWeekday } = schedule;
  if (!minute.has(instant.getUTCMinutes()) || !hour.has(instant.getUTCHours())) return false;
  if (!month.has(instant.getUTCMonth() + 1)) return false;
  const dayFits = day.has(instant.getUTCDate());
  const weekdayFits = weekday.has(instant.getUTCDay());
  // Cron's old habit: with both named, either one is enough.
  return anyDay || anyWeekday ? dayFits && weekdayFits : dayFits || weekdayFits;
}
