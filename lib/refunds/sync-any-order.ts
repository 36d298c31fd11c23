import { audit } from "../accounts/parts.ts";
import { accountOf } from "../channels/channels.ts";
import type { SyncedOrderView } from "../contracts/admin-orders.ts";
import type { Context } from "../core/context.ts";
import { Commit } from "../db/commit.ts";
import { getAnyOrder, getOrderStatus } from "../orders/get-order.ts";
import { askable } from "../payments/rules.ts";
import { syncAnyPayment } from "../payments/sync-payment.ts";
import { noteGoneMoney } from "./note-outside-refund.ts";
import { goneMoneyOf } from "./outside-rules.ts";
import { findReceivedPayments } from "./store.ts";

/**
 * An admin asks the channel about any order: an unpaid one whether it was paid, a paid one whether its money has gone back. The audit
 * log keeps who asked and the result. Throws ORDER_NOT_FOUND (404).
 */
export async function syncAnyOrder(orderSn: string, context: Context): Promise<SyncedOrderView> {
  const order = await getAnyOrder(orderSn);
  if (askable(order)) return syncAnyPayment(orderSn, context);
  const payments = await findReceivedPayments(order.id);
  const answers = await Promise.all(payments.map((payment) => askAboutPayment(payment, context)));
  const said = answers.includes(false) ? "unknown" : "paid";
  const commit = new Commit("syncAnyOrder");
  audit(commit, "PAYMENT_ASKED", orderSn, { said }, context);
  await commit.run();
  const { status, statusText } = await getOrderStatus(order.memberId, orderSn);
  return { said, status, statusText };
}

/** False: no usable answer, or no keys to ask with. */
async function askAboutPayment(
  payment: Awaited<ReturnType<typeof findReceivedPayments>>[number],
  context: Context,
): Promise<boolean> {
  const answer = await accountOf(payment)?.queryTradeNo(payment.tradeNo, context.now);
  if (answer?.outcome !== "done") return false;
  const gone = answer.trade && goneMoneyOf(answer.trade);
  if (gone) await noteGoneMoney(payment, gone, context);
  return true;
}
