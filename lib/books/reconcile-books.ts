import { Budget, type RunReport } from "../core/batch.ts";
import { MINUTE_MS } from "../core/time.ts";
import { log } from "../log.ts";
import { reconcileBills } from "./reconcile-bills.ts";
import { tellBrokenInvariants } from "./tell-broken-invariants.ts";

/** A run asks no further invariant after this long, bills included: it must end within `maxDuration` of its route. */
const RUN_MS = 3.5 * MINUTE_MS;

/**
 * Cron: reconciles the bills, then checks the invariants, even if the bills failed: as many as fit, from `next` on; the
 * following run goes on behind them. Returns the report of the bills, with the invariants that are left. Rethrows the error
 * of the bills at the end.
 */
export async function reconcileBooks(now: Date, budget = new Budget(RUN_MS), next?: string): Promise<RunReport> {
  const bills = await reconcileBills(now).catch((error: unknown) => {
    // The invariants may throw too, so this error is logged here.
    log.error({ error }, "the bills could not be reconciled");
    return { error };
  });
  const unchecked = await tellBrokenInvariants(now, { next, budget });
  if ("error" in bills) throw bills.error;
  const [first] = unchecked;
  return first === undefined ? bills : { ...bills, left: bills.left + unchecked.length, next: first };
}
