import type { Budget, RunReport } from "../core/batch.ts";
import { REFUND_WINDOW_MS } from "../core/deadlines.ts";
import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { runStatement } from "../db/run-due.ts";
import { completeOrders as completeOrdersPart } from "./job-parts.ts";
import { countOver } from "./store.ts";

/** Cron: paid and delivered orders past the refund window become COMPLETED, all of them as far as the run's time goes. */
export function completeOrders(now: Date, budget?: Budget): Promise<RunReport> {
  const paidBefore = after(now, -REFUND_WINDOW_MS);
  const apply = async (limit: number) => {
    const commit = new Commit("completeOrders");
    const completed = completeOrdersPart(commit, paidBefore, { now, actor: "cron" }, limit);
    return (await commit.run()).count(completed);
  };
  return runStatement({ apply, countLeft: () => countOver(paidBefore) }, budget);
}
