import type { BatchReport } from "../core/batch.ts";
import { Commit } from "../db/commit.ts";
import { expireSegments as expireSegmentsPart } from "./parts.ts";

const BATCH = 500;

/** Cron: periods whose end has come become EXPIRED. One statement a run; what counts is decided by the dates anyway. */
export async function expireSegments(now: Date): Promise<BatchReport> {
  const commit = new Commit("expireSegments");
  const expired = expireSegmentsPart(commit, now, BATCH);
  const count = (await commit.run()).count(expired);
  return { claimed: count, done: count, failed: 0 };
}
