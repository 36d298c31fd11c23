import type { Budget, RunReport } from "../core/batch.ts";
import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { runStatement } from "../db/run-due.ts";
import { deleteOldMessages as deletePart } from "./parts.ts";
import { MESSAGE_KEPT_MS } from "./rules.ts";
import { countOldMessages } from "./store.ts";

/** Cron: messages that were sent or given up a month ago leave the table, all of them as far as the run's time goes. */
export function deleteOldMessages(now: Date, budget?: Budget): Promise<RunReport> {
  const madeBefore = after(now, -MESSAGE_KEPT_MS);
  const apply = async (limit: number) => {
    const commit = new Commit("deleteOldMessages");
    const deleted = deletePart(commit, madeBefore, limit);
    return (await commit.run()).count(deleted);
  };
  return runStatement({ apply, countLeft: () => countOldMessages(madeBefore) }, budget);
}
