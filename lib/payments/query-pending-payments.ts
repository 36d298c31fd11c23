import { drain, workThrough, type BatchReport } from "../core/batch.ts";
import { log } from "../log.ts";
import { askAlipay } from "./ask-alipay.ts";
import { claimAttempts } from "./store.ts";

/** Four rounds of four: asking a silent gateway (8 s each) a batch ends in half a minute. */
const BATCH = 16;

/**
 * Cron: finds payments whose callback never came. Each attempt is asked about at growing intervals until a final answer;
 * a run asks about all that is due, as far as its time goes, so that nobody's many orders keep another's money waiting.
 */
export async function queryPendingPayments(now: Date): Promise<BatchReport> {
  return drain(() => askBatch(now), BATCH);
}

async function askBatch(now: Date): Promise<BatchReport> {
  return workThrough(
    await claimAttempts(now, BATCH),
    async (attempt) => (await askAlipay(attempt, { now, actor: "cron" })) !== "unknown",
    ({ outTradeNo }, error) => log.error({ error, outTradeNo }, "a pending payment could not be asked about"),
  );
}
