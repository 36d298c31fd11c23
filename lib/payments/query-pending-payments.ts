import { workThrough, type BatchReport } from "../core/batch.ts";
import { log } from "../log.ts";
import { askAlipay } from "./ask-alipay.ts";
import { claimAttempts } from "./store.ts";

const BATCH = 50;

/** Cron: finds payments whose callback never came. Each attempt is asked about at growing intervals until a final answer. */
export async function queryPendingPayments(now: Date): Promise<BatchReport> {
  const claimed = await claimAttempts(now, BATCH);
  return workThrough(
    claimed,
    async (attempt) => (await askAlipay(attempt, { now, actor: "cron" })) !== "unknown",
    ({ outTradeNo }, error) => log.error({ error, outTradeNo }, "a pending payment could not be asked about"),
  );
}
