import type { Budget, RunReport } from "../core/batch.ts";
import type { Context } from "../core/context.ts";
import { after } from "../core/time.ts";
import { runDue, type DueRows } from "../db/run-due.ts";
import { releaseDeliveries } from "./parts.ts";
import { WAIT_MS } from "./rules.ts";
import { claimDue, countDueDeliveries, type ClaimedDelivery } from "./store.ts";
import { tryDelivery } from "./try-delivery.ts";

/** Cron: retries pending deliveries. Each delivery is its own commit. */
export function retryDeliveries(now: Date, budget?: Budget): Promise<RunReport> {
  const context: Context = { now, actor: "cron" };
  const rows: DueRows<ClaimedDelivery> = {
    name: "retry-deliveries",
    batch: 32,
    width: 4,
    outsideMs: 0,
    claim: (leaseUntil, limit) => claimDue(now, leaseUntil, limit),
    // Either end of a try says by itself when to try again.
    work: async (delivery) => {
      const { outcome } = await tryDelivery(delivery, context);
      return { outcome: outcome === "failed" ? "failed" : "done" };
    },
    lease: { dueAt: ({ dueAt }) => dueAt, retryAt: () => after(now, WAIT_MS), release: releaseDeliveries },
    countLeft: () => countDueDeliveries(now),
    about: ({ id }) => ({ deliveryId: String(id) }),
  };
  return runDue(rows, now, budget);
}
