import type { Budget, RunReport } from "../core/batch.ts";
import { Commit } from "../db/commit.ts";
import { runStatement } from "../db/run-due.ts";
import { deleteOldEvents as deletePart } from "./parts.ts";
import { countOldEvents } from "./store.ts";

/** Cron: events of three months ago leave the tables with what is known of their sending, piece by piece. One that is still to be sent stays. */
export function deleteOldEvents(now: Date, budget?: Budget): Promise<RunReport> {
  const apply = async (limit: number) => {
    const commit = new Commit("deleteOldEvents");
    const deleted = deletePart(commit, now, limit);
    return (await commit.run()).count(deleted);
  };
  return runStatement({ apply, countLeft: () => countOldEvents(now) }, budget);
}
