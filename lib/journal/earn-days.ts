import type { Budget, RunReport } from "../core/batch.ts";
import { beijingMonthStart } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { runStatement } from "../db/run-due.ts";
import { earnMonths } from "./parts.ts";
import { countUnearned } from "./store.ts";

/**
 * Cron: at the end of every Beijing month the days that plans have used become revenue (docs/rules.md R122). A period that ends in
 * between, or is held for a refund, is posted by the database at that moment.
 */
export function earnDays(now: Date, budget?: Budget): Promise<RunReport> {
  const monthStart = beijingMonthStart(now);
  // A period of which nothing is to be posted stays due, so each is looked at once in a run.
  let passed = 0n;
  const apply = async (limit: number) => {
    const commit = new Commit("earnDays");
    const earned = earnMonths(commit, { monthStart, passed, limit });
    const ids = (await commit.run()).of(earned).map(({ id }) => id);
    passed = ids.reduce((last, id) => (id > last ? id : last), passed);
    return ids.length;
  };
  return runStatement({ apply, countLeft: () => countUnearned(monthStart, passed) }, budget);
}
