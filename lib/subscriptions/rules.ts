import type { BillingCycle } from "../core/states.ts";
import { addBeijingMonths, after, DAY_MS } from "../core/time.ts";

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

/** How many calendar months a cycle buys. */
export const CYCLE_MONTHS = { MONTHLY: 1, YEARLY: 12 } as const satisfies Record<BillingCycle, number>;

/**
 * The period that a purchase adds: the same plan continues after its current end, anything else starts now
 * (contract section 4, rule 3).
 */
export function nextPeriod(
  segmentsOfPlan: readonly Pick<Segment, "endDate">[],
  cycle: BillingCycle,
  now: Date,
): Period {
  const startDate = endOf(segmentsOfPlan, now);
  return { startDate, endDate: addBeijingMonths(startDate, CYCLE_MONTHS[cycle]) };
}

/** When a line of periods ends; now, if it has ended. */
function endOf(periods: readonly Pick<Period, "endDate">[], now: Date): Date {
  return new Date(Math.max(now.getTime(), ...periods.map((period) => period.endDate.getTime())));
}

/** Of the segments that run now, the one with the highest level counts; of equals, the one that lasts longer. */
export function countingSegment<S extends Segment>(segments: readonly S[], now: Date): S | null {
  const running = segments.filter((segment) => segment.startDate <= now && now < segment.endDate);
  const best = running.sort((a, b) => b.planLevel - a.planLevel || b.endDate.getTime() - a.endDate.getTime());
  return best[0] ?? null;
}

/** Where the unbroken line of periods of this plan ends that begins with `segment`. */
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
 * Where the later segments of a line come to lie when one leaves it: they move up by what was left of it, so the first of
 * them begins now, or where the removed one would have begun. Every segment keeps its length to the millisecond.
 */
export function afterRemoval<P extends Period>(removed: Period, later: readonly P[], now: Date): P[] {
  const left = removed.endDate.getTime() - Math.max(now.getTime(), removed.startDate.getTime());
  return left <= 0 ? [] : later.map((segment) => shifted(segment, -left));
}

/**
 * Where a segment lies that was frozen and runs on after all (first), and which later ones of its line move. It keeps what
 * was left of it when it was frozen, and none that has begun moves: the whole days it stood still are put in front of it
 * and push the line on, but once a later one has taken its place, what was left continues after the line (decision 14).
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

/** Whole days of a period: its length, and what of it is still to come. A period not begun is wholly to come. */
export function daysOf(
  { startDate, endDate }: Period,
  now: Date,
): { total: number; remaining: number; begun: boolean } {
  const total = Math.floor((endDate.getTime() - startDate.getTime()) / DAY_MS);
  const begun = now > startDate;
  const remaining = begun ? Math.max(0, Math.floor((endDate.getTime() - now.getTime()) / DAY_MS)) : total;
  return { total, remaining, begun };
}

/** A running period is spoken of this long before its end (contract section 4, rule 8: the buyer is told). */
export const REMIND_BEFORE_MS = 3 * DAY_MS;

export interface Preview<S> extends Period {
  readonly effect: "EXTEND" | "START";
  /** A plan of a higher level that runs beside the new one and counts first. */
  readonly higher: S | null;
}

/** What a purchase would do: it continues a line of the same plan, or begins at once. */
export function previewOf<S extends Segment & { readonly status: string }>(
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
