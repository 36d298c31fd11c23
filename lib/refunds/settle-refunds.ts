import { drain, workThrough, type BatchReport } from "../core/batch.ts";
import type { Context } from "../core/context.ts";
import { log } from "../log.ts";
import { askAlipay, executeRefund } from "./execute-refund.ts";
import { getRefund } from "./get-refund.ts";
import { refundStrayPayments } from "./refund-stray-payments.ts";
import { settleRefund } from "./settle-refund.ts";
import { claimDue } from "./store.ts";
import { tellLateRefunds } from "./tell-late-refunds.ts";

/** One round: each is worked on as soon as it is claimed, so that none waits its lease away. */
const BATCH = 4;

/**
 * Cron: begins to send stray money back, sends what is approved, and finds out about what was sent, wherever a crash or a
 * lost answer left it; tells a person of those that do not move. Each refund is its own commit; growing intervals; done:
 * those that came to an end.
 */
export async function settleRefunds(now: Date): Promise<BatchReport> {
  const context: Context = { now, actor: "cron" };
  await refundStrayPayments(context);
  const report = await drain(() => settleBatch(context), BATCH);
  await tellLateRefunds(now);
  return report;
}

async function settleBatch(context: Context): Promise<BatchReport> {
  return workThrough(
    await claimDue(context.now, BATCH),
    (id) => comeToAnEnd(id, context),
    (id, error) => log.error({ error, refundId: String(id) }, "a refund could not be looked after"),
  );
}

async function comeToAnEnd(id: bigint, context: Context): Promise<boolean> {
  const refund = await getRefund(id);
  const learned = refund.status === "SENT" ? await askAlipay(refund, context.now) : "absent";
  // Absent may mean that Alipay never heard of it, so it is sent again: the same number moves money once.
  const status = learned === "absent" ? await executeRefund(id, context) : await settleRefund(id, learned, context);
  return status === "SUCCESS" || status === "REFUSED";
}
