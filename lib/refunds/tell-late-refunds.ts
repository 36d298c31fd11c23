import { raiseAlert } from "../accounts/parts.ts";
import { presentApps } from "../channels/channels.ts";
import type { Budget, RunReport } from "../core/batch.ts";
import { REFUND_LATE_MS } from "../core/deadlines.ts";
import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { foundOnce, runDue, type Tried } from "../db/run-due.ts";
import { outsideCause } from "./outside-parts.ts";
import { countUnwatched, findUnwatched, type UnwatchedRefund } from "./late-store.ts";

/**
 * Raises an alert for every refund without progress for a day and without an alert since then (decision 13). Those of accounts
 * that are not here have one together (tell-absent-accounts).
 */
export function tellLateRefunds(now: Date, budget?: Budget): Promise<RunReport> {
  const before = after(now, -REFUND_LATE_MS);
  const present = presentApps();
  const rows = {
    name: "tell-late-refunds",
    batch: 100,
    width: 4,
    outsideMs: 0,
    claim: foundOnce((passed, limit) => findUnwatched(before, present, passed, limit)),
    work: (refund: UnwatchedRefund) => tell(refund, now),
    countLeft: () => countUnwatched(before, present),
    about: ({ outRequestNo }: UnwatchedRefund) => ({ outRequestNo }),
  };
  return runDue(rows, now, budget);
}

async function tell(refund: UnwatchedRefund, now: Date): Promise<Tried> {
  const { tradeNo, outRequestNo, orderSn, status } = refund;
  const kind = status === "REVIEWING" ? "REVIEW_LATE" : "REFUND_STUCK";
  const commit = new Commit("tellLateRefund");
  if (refund.kind === "OUTSIDE") {
    const detail = { tradeNo, outRequestNo };
    raiseAlert(commit, { kind: "OUTSIDE_REFUND", cause: outsideCause(refund), orderSn, detail }, now);
  } else raiseAlert(commit, { kind, cause: outRequestNo, orderSn, detail: { outRequestNo } }, now);
  await commit.run();
  return { outcome: "done" };
}
