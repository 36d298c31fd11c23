import type { Budget, RunReport } from "../core/batch.ts";
import { Commit } from "../db/commit.ts";
import { runStatement } from "../db/run-due.ts";
import { expireSegments as expireSegmentsPart } from "./parts.ts";
import { countEndedSegments } from "./store.ts";

/** Cron: periods whose end has come become EXPIRED, all of them as far as the run's time goes; what counts is decided by the dates anyway. */
export function expireSegments(now: Date, budget?: Budget): Promise<RunReport> {
  const apply = async (limit: number) => {
    const commit = new Commit("expireSegments");
    const expired = expireSegmentsPart(commit, now, limit);
    return (await commit.run()).count(expired);
  };
  return runStatement({ apply, countLeft: () => countEndedSegments(now) }, budget);
}
