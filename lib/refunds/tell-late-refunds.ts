import { raiseAlert } from "../accounts/parts.ts";
import { workThrough } from "../core/batch.ts";
import { REFUND_LATE_MS } from "../core/deadlines.ts";
import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { log } from "../log.ts";
import { findUnwatched, type UnwatchedRefund } from "./store.ts";

const BATCH = 50;

/**
 * Tells a person of every refund that has not moved for a day and that no alert speaks of, whether nobody was told yet or
 * somebody closed the alert a day ago (decision 13): what was asked for must not wait unseen.
 */
export async function tellLateRefunds(now: Date): Promise<void> {
  await workThrough(
    await findUnwatched(after(now, -REFUND_LATE_MS), BATCH),
    (refund) => tell(refund, now),
    ({ outRequestNo }, error) => log.error({ error, outRequestNo }, "nobody could be told of a late refund"),
  );
}

async function tell({ outRequestNo, orderSn, status }: UnwatchedRefund, now: Date): Promise<boolean> {
  const kind = status === "REVIEWING" ? "REVIEW_LATE" : "REFUND_STUCK";
  const commit = new Commit("tellLateRefund");
  raiseAlert(commit, { kind, cause: outRequestNo, orderSn, detail: { outRequestNo } }, now);
  await commit.run();
  return true;
}
