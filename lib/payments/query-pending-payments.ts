import { raiseAlert } from "../accounts/parts.ts";
import type { Budget, RunReport } from "../core/batch.ts";
import { after, beijingText } from "../core/time.ts";
import { CALL_LIMIT_MS } from "../core/trade.ts";
import { Commit } from "../db/commit.ts";
import { runDue, type DueRows } from "../db/run-due.ts";
import { askChannel } from "./ask-channel.ts";
import { releaseAttempts } from "./parts.ts";
import { ABSENT_WAIT_MS, isQuestionLate, nextCheckAt } from "./rules.ts";
import { claimAttempts, countDueAttempts, findOldestQuestion, type DueAttempt } from "./store.ts";

/**
 * Cron: finds payments whose notification was lost. Each attempt is queried at growing intervals until a final answer.
 * A run queries all that is due within its time budget, so that one member's orders do not delay others.
 */
export async function queryPendingPayments(now: Date, budget?: Budget): Promise<RunReport> {
  const report = await runDue(pendingPayments(now), now, budget);
  if (report.left > 0) await tellLate(now);
  return report;
}

function pendingPayments(now: Date): DueRows<DueAttempt> {
  const nextAt = ({ checkCount, expireTime }: DueAttempt) => nextCheckAt(checkCount, expireTime, now);
  return {
    name: "query-payments",
    batch: 16,
    width: 8,
    outsideMs: CALL_LIMIT_MS,
    claim: (leaseUntil, limit) => claimAttempts(now, leaseUntil, limit),
    work: async (attempt) => {
      const learned = await askChannel(attempt, { now, actor: "cron" });
      if (learned === "no-keys") return { outcome: "failed", nextAt: after(now, ABSENT_WAIT_MS), isAnswered: true };
      return { outcome: learned === "unknown" ? "failed" : "done", nextAt: nextAt(attempt) };
    },
    lease: { dueAt: ({ dueAt }) => dueAt, retryAt: nextAt, release: releaseAttempts },
    countLeft: () => countDueAttempts(now),
    about: ({ outTradeNo }) => ({ outTradeNo }),
  };
}

/** Raises QUESTIONS_LATE, once per Beijing day. */
async function tellLate(now: Date): Promise<void> {
  const due = await findOldestQuestion();
  if (!due || !isQuestionLate(due, now)) return;
  const commit = new Commit("tellLateQuestions");
  const cause = beijingText(now).slice(0, 10);
  raiseAlert(commit, { kind: "QUESTIONS_LATE", cause, orderSn: null, detail: { due } }, now);
  await commit.run();
}
