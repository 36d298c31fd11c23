import type { Budget, RunReport } from "../core/batch.ts";
import type { Context } from "../core/context.ts";
import { Commit } from "../db/commit.ts";
import { foundOnce, runDue } from "../db/run-due.ts";
import { newRequestNo } from "../ids.ts";
import type { Fen } from "../core/money.ts";
import type { Returns } from "./outside-store.ts";
import { insertRefund } from "./parts.ts";
import { countStrayPayments, findStrayPayments, type StrayPayment } from "./store.ts";

const REASONS = { DUPLICATE: "同一订单的重复付款，自动退回", UNWANTED: "订单已无法履行，付款自动退回" } as const;

/**
 * Starts a refund for each stray payment, approved by rule, one per payment by a unique index. settle-refunds sends
 * them. One commit each; a failure is logged and does not delay the others.
 */
export function refundStrayPayments(context: Context, budget?: Budget): Promise<RunReport> {
  const rows = {
    name: "refund-stray-payments",
    batch: 100,
    width: 4,
    outsideMs: 0,
    claim: foundOnce(findStrayPayments),
    work: async (payment: StrayPayment) => ({ outcome: (await begin(payment, context)) ? "done" : "gone" }) as const,
    countLeft: countStrayPayments,
    about: ({ orderSn, tradeNo }: StrayPayment) => ({ orderSn, tradeNo }),
  };
  return runDue(rows, context.now, budget);
}

/** Of a payment that bought nothing a part went back outside: the rest follows, as a refund of its own. */
export function sendRestBack(commit: Commit, payment: Returns, restFen: Fen, context: Context): void {
  if (restFen === 0) return;
  const { now } = context;
  const rest = { outRequestNo: newRequestNo(now), amountFen: restFen, reason: "多余的付款，另行退款后的其余部分" };
  insertRefund(commit, { ...payment, ...rest, status: "APPROVED", request: null }, now, context);
}

/** False when another worker has started it. */
async function begin(payment: StrayPayment, context: Context): Promise<boolean> {
  const { id: paymentId, kind } = payment;
  const outRequestNo = newRequestNo(context.now);
  const reason = kind === "DUPLICATE" ? REASONS.DUPLICATE : REASONS.UNWANTED;
  const refund = { ...payment, paymentId, outRequestNo, reason, status: "APPROVED", request: null } as const;
  const commit = new Commit("refundStrayPayment");
  insertRefund(commit, refund, context.now, context);
  return (await commit.attempt()) !== null;
}
