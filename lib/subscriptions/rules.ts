import type { BillingCycle } from "../core/states.ts";
import { lengthOf, termOf } from "../core/terms.ts";
import { addBeijingMonths, after, beijingMonthsBetween, DAY_MS } from "../core/time.ts";

/** A period in the unbroken line of its plan. */
export interface LinePeriod extends Period {
  /** From where the months of its line are counted; null: from its own start. */
  readonly anchorDate: Date | null;
  readonly billingCycle: BillingCycle;
}

export interface Segment {
  readonly planCode: string;
  readonly planLevel: number;
  readonly startDate: Date;
  readonly endDate: Date;
}

export interface Period {
  readonly startDate: Date;
  readonly endDate: Date;
}

/**
 * The period of a purchase: the same plan continues after its current end, another plan starts now (docs/rules.md R29).
 * Months are counted from the anchor of the line, so that a short month takes no day of those after it (R30). A line that
 * a refund has shifted ends at no whole month from its anchor: what follows is counted from there. So is what follows
 * days and weeks, which last 24 hours each (R132).
 */
export function nextPeriod(
  segmentsOfPlan: readonly LinePeriod[],
  billingCycle: BillingCycle,
  now: Date,
): LinePeriod & { readonly anchorDate: Date } {
  const startDate = endOf(segmentsOfPlan, now);
  const { months, days } = lengthOf(termOf(billingCycle));
  if (days > 0) return { startDate, endDate: after(startDate, days * DAY_MS), anchorDate: startDate, billingCycle };
  const last = segmentsOfPlan.find(({ endDate }) => endDate.getTime() === startDate.getTime());
  const lineAnchor =
    last && lengthOf(termOf(last.billingCycle)).months > 0 ? (last.anchorDate ?? last.startDate) : startDate;
  const gone = beijingMonthsBetween(lineAnchor, startDate);
  const anchorDate = gone === null ? startDate : lineAnchor;
  return { startDate, endDate: addBeijingMonths(anchorDate, (gone ?? 0) + months), anchorDate, billingCycle };
}

/** The end of a line of periods; now if it has ended. */
function endOf(periods: readonly Pick<Period, "endDate">[], now: Date): Date {
  return new Date(Math.max(now.getTime(), ...periods.map((period) => period.endDate.getTime())));
}

/** Of the running periods the one with the highest level counts; of equal levels, the one that ends last. */
export function countingSegment<S extends Segment>(segments: readonly S[], now: Date): S | null {
  const running = segments.filter((segment) => segment.startDate <= now && now < segment.endDate);
  const best = running.sort((a, b) => b.planLevel - a.planLevel || b.endDate.getTime() - a.endDate.getTime());
  return best[0] ?? null;
}

/** The end of the unbroken line of this plan that starts with `segment`. */
export function endOfLine<S extends Segment>(segment: S, segments: readonly S[]): Date {
  const line = segments
    .filter((other) => other.planCode === segment.planCode && other.startDate >= segment.startDate)
    .sort((a, b) => a.startDate.getTime() - b.startDate.getTime());
  return line.reduce((end, next) => (next.startDate.getTime() === end.getTime() ? next.endDate : end), segment.endDate);
}

function shifted<P extends Period>(segment: P, ms: number): P {
  return { ...segment, startDate: after(segment.startDate, ms), endDate: after(segment.endDate, ms) };
}

/**
 * The later periods of a line after one is removed: they move forward by its remaining time, so the first starts now,
 * or where the removed one would have started. Each keeps its length to the millisecond.
 */
export function afterRemoval<P extends Period>(removed: Period, later: readonly P[], now: Date): P[] {
  const left = removed.endDate.getTime() - Math.max(now.getTime(), removed.startDate.getTime());
  return left <= 0 ? [] : later.map((segment) => shifted(segment, -left));
}

/**
 * The released period (first) and the later periods that move. It keeps the time that was left when it was frozen, and
 * no period that has begun moves: its whole idle days are added in front and shift the line; if a later period has
 * begun meanwhile, the remaining time follows the end of the line (decision 14).
 */
export function afterRelease<P extends Period>(line: readonly [P, ...P[]], frozenAt: Date, now: Date): [P, ...P[]] {
  const [released, ...later] = line;
  const idleSince = Math.max(frozenAt.getTime(), released.startDate.getTime());
  if (later.length > 0 && released.endDate <= now) {
    const startDate = endOf(later, now);
    return [{ ...released, startDate, endDate: after(startDate, released.endDate.getTime() - idleSince) }];
  }
  const lost = Math.max(0, Math.floor((now.getTime() - idleSince) / DAY_MS)) * DAY_MS;
  return [shifted(released, lost), ...(lost === 0 ? [] : later.map((segment) => shifted(segment, lost)))];
}

/** Whole days of a period: total and remaining. A period that has not begun remains whole. */
export function daysOf(
  { startDate, endDate }: Period,
  now: Date,
): { total: number; remaining: number; begun: boolean } {
  const total = Math.floor((endDate.getTime() - startDate.getTime()) / DAY_MS);
  const begun = now > startDate;
  const remaining = begun ? Math.max(0, Math.floor((endDate.getTime() - now.getTime()) / DAY_MS)) : total;
  return { total, remaining, begun };
}

/** The reminder is sent this long before the end (docs/rules.md R35). */
export const REMIND_BEFORE_MS = 3 * DAY_MS;

export interface Preview<S> extends Period {
  readonly effect: "EXTEND" | "START";
  /** A running plan of a higher level, which counts first. */
  readonly higher: S | null;
}

/** The effect of a purchase: it extends the same plan or starts at once. */
export function previewOf<S extends Segment & LinePeriod & { readonly status: string }>(
  segments: readonly S[],
  plan: { readonly code: string; readonly level: number },
  cycle: BillingCycle,
  now: Date,
): Preview<S> {
  const samePlan = segments.filter((segment) => segment.planCode === plan.code);
  const period = nextPeriod(samePlan, cycle, now);
  const current = countingSegment(
    segments.filter((segment) => segment.status === "ACTIVE"),
    now,
  );
  const isHigher = current !== null && current.planCode !== plan.code && current.planLevel > plan.level;
  return { ...period, effect: period.startDate > now ? "EXTEND" : "START", higher: isHigher ? current : null };
}
