import type { Budget, RunReport } from "../core/batch.ts";
import { after, beijingMinute } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { foundOnce, runDue, type Tried } from "../db/run-due.ts";
import { enqueueNotice } from "../notices/parts.ts";
import { markReminded } from "./parts.ts";
import { REMIND_BEFORE_MS } from "./rules.ts";
import { countEndingSegments, findEndingSegments, type EndingSegment } from "./store.ts";

/** Cron: reminds members whose plan ends within three days without a following period, once. Each is its own commit. */
export function remindEnding(now: Date, budget?: Budget): Promise<RunReport> {
  const before = after(now, REMIND_BEFORE_MS);
  const rows = {
    name: "remind-ending",
    batch: 100,
    width: 4,
    outsideMs: 0,
    claim: foundOnce((passed, limit) => findEndingSegments(now, before, passed, limit)),
    work: (segment: EndingSegment) => remind(segment, now),
    countLeft: () => countEndingSegments(now, before),
    about: ({ id }: EndingSegment) => ({ segmentId: String(id) }),
  };
  return runDue(rows, now, budget);
}

async function remind({ id, memberId, orderSn, planName, endDate }: EndingSegment, now: Date): Promise<Tried> {
  const facts = { product: planName, endDate: beijingMinute(endDate) };
  const commit = new Commit("remindEnding");
  markReminded(commit, id, now);
  enqueueNotice(commit, { memberId, kind: "PLAN_ENDING", about: String(id), orderSn, facts }, now);
  // null: another worker sent it.
  return { outcome: (await commit.attempt()) ? "done" : "gone" };
}
