import { Budget, type RunReport } from "../core/batch.ts";
import type { Context } from "../core/context.ts";
import { accountOf } from "../channels/channels.ts";
import { after } from "../core/time.ts";
import { CALL_LIMIT_MS } from "../core/trade.ts";
import { runDue, type DueRows } from "../db/run-due.ts";
import { askChannel, sendRefund } from "./execute-refund.ts";
import { getRefund } from "./get-refund.ts";
import { holdFreedGoods } from "./hold-freed-goods.ts";
import { tellOwedRedLetters } from "../invoices/tell-owed-red-letters.ts";
import { ABSENT_WAIT_MS } from "../payments/rules.ts";
import { releaseRefunds } from "./parts.ts";
import { refundStrayPayments } from "./refund-stray-payments.ts";
import { nextLookAt } from "./rules.ts";
import { settleRefund } from "./settle-refund.ts";
import { claimDue, countDueRefunds, type DueRefund, type StoredRefund } from "./store.ts";
import { tellAbsentAccounts } from "./tell-absent-accounts.ts";
import { tellLateRefunds } from "./tell-late-refunds.ts";

/**
 * Cron: begins to send stray money back, sends what is approved, and finds out about what was sent, wherever a crash or a
 * lost answer left it; holds what became free for those that were made outside; tells a person of those that do not move, of accounts
 * whose keys are missing, and of red letters that are owed. Each refund is its own commit; growing intervals. The report
 * is about the refunds; done: those that came to an end.
 */
export async function settleRefunds(now: Date, budget: Budget = new Budget()): Promise<RunReport> {
  const context: Context = { now, actor: "cron" };
  await refundStrayPayments(context, budget);
  const report = await runDue(openRefunds(context), now, budget);
  await holdFreedGoods(now, budget);
  await tellLateRefunds(now, budget);
  await tellAbsentAccounts(now);
  await tellOwedRedLetters(now, budget);
  return report;
}

function openRefunds(context: Context): DueRows<DueRefund> {
  const { now } = context;
  const nextAt = ({ sentTime }: DueRefund) => nextLookAt(sentTime ?? now, now);
  return {
    name: "settle-refunds",
    batch: 16,
    width: 8,
    // Asked, sent, and where the channel says no to that, asked again, about the trade too.
    outsideMs: 4 * CALL_LIMIT_MS,
    claim: (leaseUntil, limit) => claimDue(now, leaseUntil, limit),
    work: async (due, leaseUntil) => {
      const refund = await getRefund(due.id);
      if (!accountOf(refund)) return { outcome: "failed", nextAt: after(now, ABSENT_WAIT_MS), isAnswered: true };
      const isOver = await comeToAnEnd(refund, leaseUntil, context);
      return isOver ? { outcome: "done" } : { outcome: "failed", nextAt: nextAt(due) };
    },
    lease: { dueAt: ({ dueAt }) => dueAt, retryAt: nextAt, release: releaseRefunds },
    countLeft: () => countDueRefunds(now),
    about: ({ id }) => ({ refundId: String(id) }),
  };
}

async function comeToAnEnd(refund: StoredRefund, leaseUntil: Date, context: Context): Promise<boolean> {
  const { id } = refund;
  const learned = refund.status === "SENT" ? await askChannel(refund, context.now) : "absent";
  // Absent may mean that the channel did not receive it, so it is sent again; the same number moves money once.
  const status =
    learned === "absent" ? await sendRefund(id, leaseUntil, context) : await settleRefund(id, learned, context);
  return status === "SUCCESS" || status === "REFUSED";
}
