import { raiseAlert } from "../accounts/parts.ts";
import { drain, workThrough, type BatchReport } from "../core/batch.ts";
import { beijingText } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { log } from "../log.ts";
import { askAlipay } from "./ask-alipay.ts";
import { isQuestionLate } from "./rules.ts";
import { claimAttempts, findOldestQuestion } from "./store.ts";

/** Four rounds of four: asking a silent gateway (8 s each) a batch ends in half a minute. */
const BATCH = 16;

/**
 * Cron: finds payments whose callback never came. Each attempt is asked about at growing intervals until a final answer;
 * a run asks about all that is due, as far as its time goes, so that nobody's many orders keep another's money waiting.
 */
export async function queryPendingPayments(now: Date): Promise<BatchReport> {
  const report = await drain(() => askBatch(now), BATCH);
  // A run of less than a batch has left nothing.
  if (report.claimed >= BATCH) await tellLate(now);
  return report;
}

/** Tells a person, once a Beijing day, that the questions no longer keep up. */
async function tellLate(now: Date): Promise<void> {
  const due = await findOldestQuestion();
  if (!due || !isQuestionLate(due, now)) return;
  const commit = new Commit("tellLateQuestions");
  const cause = beijingText(now).slice(0, 10);
  raiseAlert(commit, { kind: "QUESTIONS_LATE", cause, orderSn: null, detail: { due } }, now);
  await commit.run();
}

async function askBatch(now: Date): Promise<BatchReport> {
  return workThrough(
    await claimAttempts(now, BATCH),
    async (attempt) => (await askAlipay(attempt, { now, actor: "cron" })) !== "unknown",
    ({ outTradeNo }, error) => log.error({ error, outTradeNo }, "a pending payment could not be asked about"),
  );
}
