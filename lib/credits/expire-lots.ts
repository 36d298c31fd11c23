import type { Budget, RunReport } from "../core/batch.ts";
import type { Context } from "../core/context.ts";
import { Commit } from "../db/commit.ts";
import { foundOnce, runDue, type Tried } from "../db/run-due.ts";
import { bookLots, changeLots } from "./parts.ts";
import { freeOf } from "./rules.ts";
import { countExpiredLots, findExpiredLots, type ExpiredLot } from "./store.ts";

/**
 * Cron: removes the free credits of expired lots. Frozen and reserved credits stay; once released they expire with the
 * next run. Each lot is its own commit.
 */
export function expireLots(now: Date, budget?: Budget): Promise<RunReport> {
  const context: Context = { now, actor: "cron" };
  const rows = {
    name: "expire-lots",
    batch: 100,
    width: 4,
    outsideMs: 0,
    claim: foundOnce((passed, limit) => findExpiredLots(now, passed, limit)),
    work: (lot: ExpiredLot) => burn(lot, context),
    countLeft: () => countExpiredLots(now),
    about: ({ id }: ExpiredLot) => ({ lotId: String(id) }),
  };
  return runDue(rows, now, budget);
}

async function burn(lot: ExpiredLot, context: Context): Promise<Tried> {
  const { id: lotId, memberId } = lot;
  const amount = freeOf(lot);
  const commit = new Commit("expireLot");
  changeLots(commit, [{ lotId, remaining: -amount, was: lot }]);
  bookLots(commit, { memberId, type: "EXPIRE", lots: [{ lotId, amount }], reason: "积分到期" }, context);
  // null: it was used, given back or emptied since we looked; the next run looks again.
  return { outcome: (await commit.attempt()) ? "done" : "gone" };
}
