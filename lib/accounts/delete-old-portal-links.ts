import type { Budget, RunReport } from "../core/batch.ts";
import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { runStatement } from "../db/run-due.ts";
import { deleteOldPortalLinks as deletePart } from "./portal-parts.ts";
import { countOldPortalLinks } from "./portal-store.ts";
import { LINK_KEPT_MS } from "./rules.ts";

/** Cron: links to the portal that have been over for a day leave the table, all of them as far as the run's time goes. */
export function deleteOldPortalLinks(now: Date, budget?: Budget): Promise<RunReport> {
  const overBefore = after(now, -LINK_KEPT_MS);
  const apply = async (limit: number) => {
    const commit = new Commit("deleteOldPortalLinks");
    const deleted = deletePart(commit, overBefore, limit);
    return (await commit.run()).count(deleted);
  };
  return runStatement({ apply, countLeft: () => countOldPortalLinks(overBefore) }, budget);
}
