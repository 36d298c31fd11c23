import { workThrough } from "../core/batch.ts";
import type { Context } from "../core/context.ts";
import { Commit } from "../db/commit.ts";
import { newRequestNo } from "../ids.ts";
import { log } from "../log.ts";
import { insertRefund } from "./parts.ts";
import { findStrayPayments, type StrayPayment } from "./store.ts";

const BATCH = 50;

const REASONS = { DUPLICATE: "同一订单的重复付款，自动退回", UNWANTED: "订单已无法履行，付款自动退回" } as const;

/**
 * Begins to send back money that bought nothing: a refund of its own, approved by rule, once per payment by uniqueness
 * (contract section 4, rules 1 and 6). Sending is settle-refunds' work. Each is its own commit, and one that cannot be
 * begun is logged and keeps neither the other payments nor the refunds waiting.
 */
export async function refundStrayPayments(context: Context): Promise<void> {
  await workThrough(
    await findStrayPayments(BATCH),
    (payment) => begin(payment, context),
    ({ orderSn, tradeNo }, error) => log.error({ error, orderSn, tradeNo }, "a stray payment could not be sent back"),
  );
}

/** False when another worker has begun with this one. */
async function begin(payment: StrayPayment, context: Context): Promise<boolean> {
  const { id: paymentId, kind } = payment;
  const outRequestNo = newRequestNo(context.now);
  const reason = kind === "DUPLICATE" ? REASONS.DUPLICATE : REASONS.UNWANTED;
  const refund = { ...payment, paymentId, outRequestNo, reason, status: "APPROVED", request: null } as const;
  const commit = new Commit("refundStrayPayment");
  insertRefund(commit, refund, context.now, context);
  return (await commit.attempt()) !== null;
}
