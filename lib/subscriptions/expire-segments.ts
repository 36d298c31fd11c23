import type { BatchReport } from "../core/batch.ts";
import { commit } from "../db/commit.ts";
import { expireSegments as expireSegmentsPart } from "./parts.ts";

const BATCH = 500;

/** Cron: periods whose end has come become EXPIRED. One statement a run; what counts is decided by the dates anyway. */
export async function expireSegments(now: Date): Promise<BatchReport> {
  const touched = await commit([expireSegmentsPart(now, BATCH)]);
  const count = touched.expired_segments!.length;
  return { claimed: count, done: count, failed: 0 };
}
