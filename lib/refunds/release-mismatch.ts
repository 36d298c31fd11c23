import { audit, resolveAlert } from "../accounts/parts.ts";
import type { Merchant, MerchantAccount } from "../channels/channel.ts";
import { accountOf, presentAccountOf } from "../channels/channels.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import type { Fen } from "../core/money.ts";
import type { RefundStatus } from "../core/states.ts";
import { after } from "../core/time.ts";
import type { TradeFact } from "../core/trade.ts";
import { Commit } from "../db/commit.ts";
import { newRequestNo } from "../ids.ts";
import { recordEvent } from "../orders/parts.ts";
import { recordPayment } from "../payments/parts.ts";
import { beginRefund } from "./execute-refund.ts";
import { insertRefund } from "./parts.ts";
import { SENDING_MS } from "./rules.ts";
import { findMismatch, type MismatchAlert } from "./store.ts";

/**
 * An admin refunds a mismatching payment. The channel is asked first, because the evidence proves nothing. One commit
 * records payment, refund and audit row and closes the alert; then the refund is sent like any other. Whether the order
 * is open, closed or paid by another trade does not matter; nor does it that the alert was closed before, as long as
 * the money stayed. Returns the refund's status.
 * Throws NOT_FOUND (404: no such alert, or its money was released), ORDER_NOT_REFUNDABLE (409: the channel has no such paid
 * trade), GATEWAY_UNAVAILABLE and ACCOUNT_ABSENT (503), REFUND_NOT_REVIEWABLE (409: another admin was first).
 */
export async function releaseMismatch(
  adminId: bigint,
  alertId: bigint,
  context: Context,
  also: (commit: Commit, amountFen: Fen) => void = () => {},
): Promise<{ status: RefundStatus }> {
  const alert = await findMismatch(alertId);
  if (!alert) throw new AppError("NOT_FOUND");
  const account = accountWithMoney(alert);
  const { fact, amountFen } = await findMoney(account, alert, context.now);
  const refundId = await bookRefund(adminId, { ...alert, ...account.merchant }, fact, amountFen, context, also);
  return { status: await beginRefund(refundId, context) };
}

/** The account that the message named, where it is one of ours; else that of the attempt. */
function accountWithMoney(alert: MismatchAlert): MerchantAccount {
  const said = alert.saidApp === null ? null : accountOf({ ...alert, appId: alert.saidApp });
  return said ?? presentAccountOf(alert);
}

async function findMoney(
  account: MerchantAccount,
  alert: MismatchAlert,
  now: Date,
): Promise<{ fact: TradeFact; amountFen: Fen }> {
  const answer = await account.queryTrade(alert.outTradeNo, now);
  if (answer.outcome !== "done") throw new AppError("GATEWAY_UNAVAILABLE", { retryAfter: 5 });
  const fact = answer.trade;
  if (fact?.state !== "PAID" || fact.tradeNo !== alert.tradeNo || fact.amountFen === null)
    throw new AppError("ORDER_NOT_REFUNDABLE", { detail: fact?.state ?? "no such trade" });
  return { fact, amountFen: fact.amountFen };
}

async function bookRefund(
  adminId: bigint,
  alert: MismatchAlert & Merchant,
  fact: TradeFact,
  amountFen: Fen,
  context: Context,
  also: (commit: Commit, amountFen: Fen) => void,
): Promise<bigint> {
  const { id, orderId, orderSn, tradeNo, outTradeNo, isOpen, appId, sellerId } = alert;
  const outRequestNo = newRequestNo(context.now);
  const payment = { appId, sellerId, orderId, orderSn, attemptId: null, amountFen, kind: "MISMATCH" } as const;
  const reason = "金额或收款方与订单不符，人工核对后退回";
  const commit = new Commit("releaseMismatch");
  const paymentId = recordPayment(commit, payment, fact, context.now);
  const refund = { ...alert, paymentId, outRequestNo, amountFen, reason, status: "APPROVED", request: null } as const;
  const inserted = insertRefund(commit, refund, after(context.now, SENDING_MS), context);
  const detail = { tradeNo, outTradeNo, kind: "MISMATCH" };
  recordEvent(commit, orderId, { type: "STRAY_PAYMENT", detail }, context);
  if (isOpen) resolveAlert(commit, id, adminId, context.now);
  audit(commit, "MISMATCH_RELEASED", tradeNo, { orderSn, amountFen, outRequestNo }, context);
  also(commit, amountFen);
  const done = await commit.attempt();
  if (!done) throw new AppError("REFUND_NOT_REVIEWABLE");
  return done.one(inserted).id;
}
