import { workThrough, type BatchReport } from "../core/batch.ts";
import type { Context } from "../core/context.ts";
import { Commit } from "../db/commit.ts";
import { log } from "../log.ts";
import { bookOut, changeLots } from "./parts.ts";
import { freeOf } from "./rules.ts";
import { findExpiredLots, type ExpiredLot } from "./store.ts";

const BATCH = 100;

/**
 * Cron: what is free in a lot past its day is gone. What is frozen or reserved waits: a refund or a job still holds it, and
 * given back it expires with the next run. Each lot is its own commit.
 */
export async function expireLots(now: Date): Promise<BatchReport> {
  const context: Context = { now, actor: "cron" };
  return workThrough(
    await findExpiredLots(now, BATCH),
    (lot) => burn(lot, context),
    ({ id }, error) => log.error({ error, lotId: String(id) }, "an expired lot could not be emptied"),
  );
}

async function burn(lot: ExpiredLot, context: Context): Promise<boolean> {
  const { id: lotId, memberId } = lot;
  const amount = freeOf(lot);
  const commit = new Commit("expireLot");
  changeLots(commit, [{ lotId, remaining: -amount, was: lot }]);
  bookOut(commit, { memberId, type: "EXPIRE", lots: [{ lotId, amount }], reason: "积分到期" }, context);
  // null: it was used or given back since we looked; the next run looks again.
  return (await commit.attempt()) !== null;
}
