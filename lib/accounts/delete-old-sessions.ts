import type { Budget, RunReport } from "../core/batch.ts";
import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { runStatement } from "../db/run-due.ts";
import { deleteOldSessions as deletePart } from "./job-parts.ts";
import { SESSION_KEPT_MS } from "./rules.ts";
import { countOldSessions } from "./store.ts";

/** Cron: sessions that are long over leave the table, all of them as far as the run's time goes. */
export function deleteOldSessions(now: Date, budget?: Budget): Promise<RunReport> {
  const overBefore = after(now, -SESSION_KEPT_MS);
  const apply = async (limit: number) => {
    const commit = new Commit("deleteOldSessions");
    const deleted = deletePart(commit, overBefore, limit);
    return (await commit.run()).count(deleted);
  };
  return runStatement({ apply, countLeft: () => countOldSessions(overBefore) }, budget);
}
