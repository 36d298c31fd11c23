import { getShopName } from "../accounts/get-settings.ts";
import type { CashierView } from "../contracts/orders.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import type { PayWay } from "../core/states.ts";
import { Commit } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import { getOrder } from "../orders/get-order.ts";
import { payable } from "../orders/rules.ts";
import { presentAccountOf } from "../channels/channels.ts";
import { newAttempt, openCashier } from "./cashier.ts";
import { insertAttempt } from "./parts.ts";
import { findAttempts } from "./store.ts";
import { cashierView } from "./view.ts";

/**
 * Opens the cashier of an unpaid order again: the open attempt of the same way to pay, else a new attempt. Two
 * reads, one more and one commit when there is no open attempt. Throws ORDER_NOT_FOUND (404), ORDER_NOT_PAYABLE (409), ACCOUNT_ABSENT (503:
 * an open attempt of any way may have been paid already, and its account cannot be asked).
 */
export function continuePayment(
  memberId: bigint,
  orderSn: string,
  payWay: PayWay,
  context: Context,
): Promise<CashierView> {
  return retryOnConflict(async () => {
    const order = await getOrder(memberId, orderSn);
    if (!payable(order, context.now)) throw new AppError("ORDER_NOT_PAYABLE");
    const attempts = await findAttempts(order.id);
    const open = attempts.filter((attempt) => attempt.status === "OPEN");
    open.forEach(presentAccountOf);
    const known = open.find((attempt) => isOf(attempt, payWay));
    if (known) return cashierView(order, known.amountFen, openCashier(known, context.now));
    const facts = { ...order, amountFen: order.payAmountFen, shopName: await getShopName() };
    const attempt = newAttempt(facts, payWay, attempts.length, context.now);
    const commit = new Commit("continuePayment");
    insertAttempt(commit, attempt, order.id, context);
    await commit.run();
    return cashierView(order, attempt.amountFen, openCashier(attempt, context.now));
  });
}

function isOf(attempt: PayWay, { paymentMethod, cashierKind }: PayWay): boolean {
  return attempt.paymentMethod === paymentMethod && attempt.cashierKind === cashierKind;
}
