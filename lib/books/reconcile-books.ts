import type { RunReport } from "../core/batch.ts";
import { log } from "../log.ts";
import { reconcileBills } from "./reconcile-bills.ts";
import { tellBrokenInvariants } from "./tell-broken-invariants.ts";

/**
 * Cron: the bills, then every invariant, whatever became of the bills. The report is the bills'. Throws what went wrong
 * once both are through.
 */
export async function reconcileBooks(now: Date): Promise<RunReport> {
  try {
    return await reconcileBills(now);
  } catch (error) {
    // The invariants may throw as well, and only one error can leave.
    log.error({ error }, "the bills could not be reconciled");
    throw error;
  } finally {
    await tellBrokenInvariants(now);
  }
}
