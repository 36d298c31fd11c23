import type { BillingCycle, OtherCycle, TermUnit } from "./states.ts";

/** For how long a plan is sold (docs/rules.md R132). */
export interface Term {
  readonly unit: TermUnit;
  readonly count: number;
}

export interface PricedTerm extends Term {
  /** Whole fen. */
  readonly priceFen: number;
}

/** The longest term in each unit. */
export const MAX_TERM: Readonly<Record<TermUnit, number>> = { DAY: 366, WEEK: 53, MONTH: 60, YEAR: 5 };

/** How many terms a plan may sell beside the month and the year. */
export const MAX_OTHER_TERMS = 8;

const NAMED = { MONTHLY: { unit: "MONTH", count: 1 }, YEARLY: { unit: "YEAR", count: 1 } } as const satisfies Record<
  string,
  Term
>;

export function termOf(cycle: BillingCycle): Term {
  if (cycle === "MONTHLY" || cycle === "YEARLY") return NAMED[cycle];
  const [count, unit] = cycle.split("-") as [string, TermUnit];
  return { unit, count: Number(count) };
}

/** The name of a term that is neither one month nor one year. */
export function otherCycleOf({ unit, count }: Term): OtherCycle {
  return `${count}-${unit}`;
}

/** Calendar months, or days of 24 hours: one of the two is 0. */
export interface TermLength {
  readonly months: number;
  readonly days: number;
}

const LENGTHS: Readonly<Record<TermUnit, TermLength>> = {
  DAY: { months: 0, days: 1 },
  WEEK: { months: 0, days: 7 },
  MONTH: { months: 1, days: 0 },
  YEAR: { months: 12, days: 0 },
};

/** How long a term lasts: 7 days are a week, and 12 months are a year. */
export function lengthOf({ unit, count }: Term): TermLength {
  const { months, days } = LENGTHS[unit];
  return { months: months * count, days: days * count };
}

/** Whether two terms last equally long whenever they begin. */
export function isAsLong(one: Term, other: Term): boolean {
  const [first, second] = [lengthOf(one), lengthOf(other)];
  return first.months === second.months && first.days === second.days;
}

/** Of two terms, which is shorter. A month counts as 30.4 days: four weeks are less, and 31 days are more. */
export function byLength(one: Term, other: Term): number {
  const [first, second] = [lengthOf(one), lengthOf(other)].map(({ months, days }) => months * 30.4 + days);
  return first! - second!;
}

const UNIT_TEXTS: Readonly<Record<TermUnit, string>> = { DAY: "天", WEEK: "周", MONTH: "个月", YEAR: "年" };

/** "一个月", "一年", "3 天": what was bought, as people read it. */
export function cycleText(cycle: BillingCycle): string {
  if (cycle === "MONTHLY") return "一个月";
  return cycle === "YEARLY" ? "一年" : termText(termOf(cycle));
}

/** "3 天", "2 周", "1 个月". */
export function termText({ unit, count }: Term): string {
  return `${count} ${UNIT_TEXTS[unit]}`;
}
