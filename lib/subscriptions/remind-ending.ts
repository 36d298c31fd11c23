import { workThrough, type BatchReport } from "../core/batch.ts";
import { after, beijingMinute } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { log } from "../log.ts";
import { enqueueNotice } from "../notices/parts.ts";
import { markReminded } from "./parts.ts";
import { REMIND_BEFORE_MS } from "./rules.ts";
import { findEndingSegments, type EndingSegment } from "./store.ts";

const BATCH = 100;

/** Cron: who has a plan that ends within three days, and nothing behind it, is told once. Each is its own commit. */
export async function remindEnding(now: Date): Promise<BatchReport> {
  return workThrough(
    await findEndingSegments(now, after(now, REMIND_BEFORE_MS), BATCH),
    (segment) => remind(segment, now),
    ({ id }, error) => log.error({ error, segmentId: String(id) }, "an ending plan could not be spoken of"),
  );
}

async function remind({ id, memberId, orderSn, planName, endDate }: EndingSegment, now: Date): Promise<boolean> {
  const facts = { product: planName, endDate: beijingMinute(endDate) };
  const commit = new Commit("remindEnding");
  markReminded(commit, id, now);
  enqueueNotice(commit, { memberId, kind: "PLAN_ENDING", about: String(id), orderSn, facts }, now);
  // null: another worker told them.
  return (await commit.attempt()) !== null;
}
