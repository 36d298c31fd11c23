import { markTold } from "../accounts/job-parts.ts";
import { listUntoldAlerts } from "../accounts/list-untold-alerts.ts";
import { getShopName } from "../accounts/get-settings.ts";
import { Budget, type RunReport } from "../core/batch.ts";
import { MAIL_MS } from "../core/lease.ts";
import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import { DATABASE_WAIT_MS, runDue, type DueRows, type Tried } from "../db/run-due.ts";
import { env } from "../env.ts";
import { log } from "../log.ts";
import { enqueueMessages, finishMessage, releaseMessages } from "./parts.ts";
import { messageOf, nextMessageAt } from "./rules.ts";
import { sendMessage } from "./send-message.ts";
import { claimMessages, countDueMessages, findTarget, findTargets, type DueMessage } from "./store.ts";

/** As many alerts make one message. */
const TOLD_AT_ONCE = 1_000;

/**
 * Cron: tells the operator's people, in every place that an admin named, of alerts that are open: once when they open, again after
 * an hour, and then once a day (docs/rules.md R116). All of a run make one message. Each place is tried by itself; at least once.
 */
export async function tellOperators(now: Date, budget: Budget = new Budget()): Promise<RunReport> {
  await writeMessages(now);
  return runDue(pendingMessages(now), now, budget);
}

function writeMessages(now: Date): Promise<void> {
  return retryOnConflict(async () => {
    const [targets, alerts] = await Promise.all([findTargets(), listUntoldAlerts(now, TOLD_AT_ONCE)]);
    if (targets.length === 0 || alerts.length === 0) return;
    const commit = new Commit("tellOperators");
    markTold(commit, alerts, now);
    enqueueMessages(commit, messageOf(alerts, { shopName: await getShopName(), appUrl: env().appUrl }), now);
    await commit.run();
  });
}

function pendingMessages(now: Date): DueRows<DueMessage> {
  return {
    name: "tell-operators",
    batch: 8,
    width: 4,
    outsideMs: MAIL_MS,
    claim: (leaseUntil, limit) => claimMessages(now, leaseUntil, limit),
    work: (message, leaseUntil) => deliver(message, leaseUntil, now),
    lease: { dueAt: ({ dueAt }) => dueAt, retryAt: () => after(now, DATABASE_WAIT_MS), release: releaseMessages },
    countLeft: () => countDueMessages(now),
    about: ({ id }) => ({ messageId: String(id) }),
  };
}

async function deliver(message: DueMessage, leaseUntil: Date, now: Date): Promise<Tried> {
  const target = await findTarget(message.targetId);
  if (!target) return { outcome: "gone" };
  const refusal = await sendMessage(target, { ...message, key: String(message.id) }, now);
  if (refusal !== null) {
    const attempts = message.attempts + 1;
    log.warn({ messageId: String(message.id), kind: target.kind, refusal, attempts }, "an operator was not told");
    const nextAt = nextMessageAt(attempts, now);
    if (nextAt) return { outcome: "failed", nextAt };
  }
  const commit = new Commit("recordMessage");
  finishMessage(commit, message, leaseUntil, refusal === null ? "SENT" : "FAILED");
  await commit.run();
  return { outcome: refusal === null ? "done" : "failed" };
}
