import type { RunReport } from "../core/batch.ts";
import { log } from "../log.ts";
import { reconcileBills } from "./reconcile-bills.ts";
import { tellBrokenInvariants } from "./tell-broken-invariants.ts";

/**
 * Cron: reconciles the bills, then checks every invariant, even if the bills failed. Returns the report of the bills.
 * Rethrows the error of the bills at the end.
 */
export async function reconcileBooks(now: Date): Promise<RunReport> {
  try {
    return await reconcileBills(now);
  } catch (error) {
    // The invariants may throw too, so this error is logged here.
    log.error({ error }, "the bills could not be reconciled");
    throw error;
  } finally {
    await tellBrokenInvariants(now);
  }
}
