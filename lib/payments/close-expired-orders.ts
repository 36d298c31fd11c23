import type { Budget, RunReport } from "../core/batch.ts";
import { after } from "../core/time.ts";
import { CALL_LIMIT_MS } from "../core/trade.ts";
import { runDue, type DueRows } from "../db/run-due.ts";
import { claimExpiredOrders, countExpiredOrders, type ExpiredOrder } from "../orders/claim-expired-orders.ts";
import { releaseExpiredOrders } from "../orders/job-parts.ts";
import { closeOrder } from "./close-order.ts";
import { ABSENT_WAIT_MS, nextClosingAt } from "./rules.ts";

/**
 * Cron: queries each expired unpaid order, closes it at its channel and here, one commit each. A run processes all that are
 * due within its time budget.
 */
export function closeExpiredOrders(now: Date, budget?: Budget): Promise<RunReport> {
  return runDue(expiredOrders(now), now, budget);
}

function expiredOrders(now: Date): DueRows<ExpiredOrder> {
  return {
    name: "expire-orders",
    batch: 16,
    width: 8,
    // Asked, closed, asked again.
    outsideMs: 3 * CALL_LIMIT_MS,
    claim: (leaseUntil, limit) => claimExpiredOrders(now, leaseUntil, limit),
    work: async ({ memberId, orderSn }) => {
      const closing = await closeOrder({ memberId, orderSn }, "EXPIRED", { now, actor: "cron" });
      if (closing === "no-keys") return { outcome: "failed", nextAt: after(now, ABSENT_WAIT_MS), isAnswered: true };
      return closing === "unknown" ? { outcome: "failed", nextAt: nextClosingAt(now) } : { outcome: "done" };
    },
    lease: { dueAt: ({ dueAt }) => dueAt, retryAt: () => nextClosingAt(now), release: releaseExpiredOrders },
    countLeft: () => countExpiredOrders(now),
    about: ({ orderSn }) => ({ orderSn }),
  };
}
