import type { Context } from "../core/context.ts";
import { commit, CommitConflict } from "../db/commit.ts";
import { newRequestNo } from "../ids.ts";
import { insertRefund } from "./parts.ts";
import { findStrayPayments, type StrayPayment } from "./store.ts";

const BATCH = 50;

const REASONS = { DUPLICATE: "同一订单的重复付款，自动退回", UNWANTED: "订单已无法履行，付款自动退回" } as const;

/**
 * Begins to send back money that bought nothing: a refund of its own, approved by rule, once per payment by uniqueness
 * (contract section 4, rules 1 and 6). Sending is settle-refunds' work. Each is its own commit.
 */
export async function refundStrayPayments(context: Context): Promise<void> {
  for (const payment of await findStrayPayments(BATCH)) {
    try {
      await commit([strayRefund(payment, context)]);
    } catch (error) {
      // Another worker has begun with this one.
      if (!(error instanceof CommitConflict)) throw error;
    }
  }
}

function strayRefund(payment: StrayPayment, context: Context) {
  const { id: paymentId, kind } = payment;
  return insertRefund(
    {
      ...payment,
      paymentId,
      outRequestNo: newRequestNo(context.now),
      reason: kind === "DUPLICATE" ? REASONS.DUPLICATE : REASONS.UNWANTED,
      status: "APPROVED",
      request: null,
    },
    context.now,
    context,
  );
}
