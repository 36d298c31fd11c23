import type { Budget, RunReport } from "../core/batch.ts";
import { REQUEST_KEPT_MS } from "../core/deadlines.ts";
import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { runStatement } from "../db/run-due.ts";
import { deleteOldRequests as deletePart } from "./job-parts.ts";
import { countOldRequests } from "./store.ts";

/** Cron: what back ends asked a week ago leaves the table, all of it as far as the run's time goes. */
export function deleteOldRequests(now: Date, budget?: Budget): Promise<RunReport> {
  const askedBefore = after(now, -REQUEST_KEPT_MS);
  const apply = async (limit: number) => {
    const commit = new Commit("deleteOldRequests");
    const deleted = deletePart(commit, askedBefore, limit);
    return (await commit.run()).count(deleted);
  };
  return runStatement({ apply, countLeft: () => countOldRequests(askedBefore) }, budget);
}
