import type { Budget, RunReport } from "../core/batch.ts";
import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { runStatement } from "../db/run-due.ts";
import { deleteOldLinks as deletePart } from "./job-parts.ts";
import { LINK_KEPT_MS } from "./rules.ts";
import { countOldLinks } from "./store.ts";

/** Cron: links that have been over for a day leave the table, all of them as far as the run's time goes. */
export function deleteOldLinks(now: Date, budget?: Budget): Promise<RunReport> {
  const overBefore = after(now, -LINK_KEPT_MS);
  const apply = async (limit: number) => {
    const commit = new Commit("deleteOldLinks");
    const deleted = deletePart(commit, overBefore, limit);
    return (await commit.run()).count(deleted);
  };
  return runStatement({ apply, countLeft: () => countOldLinks(overBefore) }, budget);
}
