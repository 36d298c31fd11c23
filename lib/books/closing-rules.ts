import type { Fen } from "../core/money.ts";
import type { PaymentMethod } from "../core/states.ts";

/** Why the bills of a month and our books of the same days have another sum, piece by piece. */
export const CLOSING_ITEM_KINDS = [
  "FOREIGN",
  "FOREIGN_RULE",
  "SET_ASIDE",
  "OURS_ELSEWHERE",
  "BILL_ELSEWHERE",
  "BY_HAND",
  "WRITTEN_OFF",
  "OPEN",
  "PENDING",
] as const;
export type ClosingItemKind = (typeof CLOSING_ITEM_KINDS)[number];

/** A piece of the difference, signed as it makes the bills more than the books. */
export interface ClosingItem {
  readonly method: PaymentMethod;
  /** "": not known. */
  readonly seller: string;
  readonly kind: ClosingItemKind;
  /** What it is about; "": several together. */
  readonly about: string;
  readonly differenceId: number | null;
  readonly fen: Fen;
  readonly count: number;
}

/** A Beijing day of a channel: its bill is compared, or there was none and is none to come, or it is waited for. */
export interface ClosingDay {
  readonly method: PaymentMethod;
  readonly day: string;
  readonly isCompared: boolean;
  readonly hasBill: boolean;
}

interface Sums {
  readonly billInFen: Fen;
  readonly billOutFen: Fen;
  readonly setAsideFen: Fen;
  readonly paidFen: Fen;
  readonly refundedFen: Fen;
}

/** What the bills of an account say more than our books. */
export function differenceOfMonth({ billInFen, billOutFen, setAsideFen, paidFen, refundedFen }: Sums): Fen {
  return billInFen - billOutFen + setAsideFen - (paidFen - refundedFen);
}

/** What no piece explains of it. */
export function remainderOf(sums: Sums, items: readonly Pick<ClosingItem, "fen">[]): Fen {
  return items.reduce((rest, { fen }) => rest - fen, differenceOfMonth(sums));
}

/** The Beijing days of a month ("2026-01"). */
export function daysOfMonth(month: string): string[] {
  const [year, number] = numbersOf(month);
  const days = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return Array.from({ length: days }, (_, i) => `${month}-${two(i + 1)}`);
}

/** The months that the days from one to another lie in. */
export function monthsOf(from: string, to: string): string[] {
  const months: string[] = [];
  for (let [year, month] = numbersOf(from); `${year}-${two(month)}` <= to.slice(0, 7);) {
    months.push(`${year}-${two(month)}`);
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  return months;
}

const two = (number: number) => String(number).padStart(2, "0");
const numbersOf = (day: string) => day.split("-").map(Number) as [number, number];

/** Whether a month is over in Beijing on this day ("2026-02-01"). */
export function isOver(month: string, today: string): boolean {
  return today.slice(0, 7) > month;
}

/**
 * The days of a month that have no compared bill and should: from the first day on which the channel was used. `firstDay` null: it
 * never was.
 */
export function missingDays(month: string, firstDay: string | null, days: readonly ClosingDay[]): string[] {
  if (firstDay === null) return [];
  const compared = new Set(days.filter(({ isCompared }) => isCompared).map(({ day }) => day));
  return daysOfMonth(month).filter((day) => day >= firstDay && !compared.has(day));
}

/** How many things of a list are named to a person. */
const NAMED = 5;
const some = (names: readonly string[]) =>
  names.slice(0, NAMED).join("、") + (names.length > NAMED ? ` 等 ${names.length} 处` : "");

interface Closable {
  readonly isOver: boolean;
  readonly missing: readonly string[];
  readonly accounts: readonly {
    readonly seller: string;
    readonly remainderFen: Fen;
    readonly items: readonly Pick<ClosingItem, "kind" | "count">[];
  }[];
}

/** What keeps a month from being closed, in words; none: it may be. */
export function obstaclesOf({ isOver: over, missing, accounts }: Closable): string[] {
  const countOf = (kind: ClosingItemKind) =>
    accounts
      .flatMap(({ items }) => items)
      .filter((item) => item.kind === kind)
      .reduce((sum, { count }) => sum + count, 0);
  const [open, pending] = [countOf("OPEN"), countOf("PENDING")];
  const unexplained = accounts
    .filter(({ remainderFen }) => remainderFen !== 0)
    .map(({ seller }) => seller || "未知账户");
  return [
    ...(over ? [] : ["这个月还没有过完"]),
    ...(missing.length > 0 ? [`还有 ${missing.length} 天的账单没有核对完：${some(missing)}`] : []),
    ...(open > 0 ? [`还有 ${open} 条差异没有处理`] : []),
    ...(pending > 0 ? [`账上有 ${pending} 笔还在等后面的账单`] : []),
    ...(unexplained.length > 0 ? [`差额没有解释完的账户：${some(unexplained)}`] : []),
  ];
}
