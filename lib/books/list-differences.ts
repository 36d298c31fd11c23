import type { DifferencesView, ListDifferencesQuery } from "../contracts/differences.ts";
import { dayRange } from "../core/day-range.ts";
import { findDifferences, findForeignRules, sumDifferences } from "./difference-store.ts";
import { dayTotals, differenceView, foreignRuleView } from "./difference-view.ts";

const DIFFERENCES_SHOWN = 50;

/**
 * What differs, newest first, and on the first page the totals of each day and the rules. Three reads side by side.
 * Throws VALIDATION_FAILED (400) for days that are no range.
 */
export async function listDifferences(
  { state, what, from, to, before, pageSize = DIFFERENCES_SHOWN }: ListDifferencesQuery,
  now: Date,
): Promise<DifferencesView> {
  if (from !== undefined && to !== undefined) dayRange({ from, to }, now);
  const wanted = { isOpen: state === undefined ? undefined : state === "open", what, from, to };
  const isFirst = before === undefined;
  const [found, days, rules] = await Promise.all([
    findDifferences(wanted, isFirst ? null : BigInt(before), pageSize + 1),
    isFirst ? sumDifferences(wanted) : [],
    isFirst ? findForeignRules() : [],
  ]);
  const shown = found.slice(0, pageSize);
  const next = found.length > pageSize ? Number(shown.at(-1)!.id) : null;
  return { list: shown.map(differenceView), next, days: dayTotals(days), rules: rules.map(foreignRuleView) };
}
