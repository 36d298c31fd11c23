import type { Budget, RunReport } from "../core/batch.ts";
import { Commit } from "../db/commit.ts";
import { foundOnce, runDue, type Tried } from "../db/run-due.ts";
import { heldTogether } from "../delivery/goods/credits.ts";
import { lookAtGoods } from "../delivery/goods/kinds.ts";
import { holdMore } from "./outside-parts.ts";
import { countFreed, findFreed, findReturns, type FreedRefund } from "./outside-store.ts";

/**
 * Holds what became free after an outside refund was noted: credits that a job had reserved then and gave back. One commit each; a
 * lot that moved meanwhile is looked at with the next run.
 */
export function holdFreedGoods(now: Date, budget?: Budget): Promise<RunReport> {
  const rows = {
    name: "hold-freed-goods",
    batch: 100,
    width: 4,
    outsideMs: 0,
    claim: foundOnce((passed, limit) => findFreed(now, passed, limit)),
    work: (refund: FreedRefund) => hold(refund, now),
    countLeft: () => countFreed(now),
    about: ({ id }: FreedRefund) => ({ refundId: String(id) }),
  };
  return runDue(rows, now, budget);
}

async function hold(refund: FreedRefund, now: Date): Promise<Tried> {
  const known = await findReturns(refund);
  const row = known?.refunds.find(({ id, isHolder }) => id === refund.id && isHolder);
  if (!known || !row) return { outcome: "gone" };
  const goods = await lookAtGoods({ ...known, id: known.orderId }, now);
  const commit = new Commit("holdFreedGoods");
  holdMore(commit, row, { ...row.quote, held: heldTogether(row.quote.held, goods.standing.held) });
  goods.hold(commit);
  return { outcome: (await commit.attempt()) ? "done" : "gone" };
}
