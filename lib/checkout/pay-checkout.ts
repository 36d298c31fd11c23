import type { CheckoutView } from "../contracts/checkout.ts";
import type { CashierView } from "../contracts/orders.ts";
import { invariant } from "../core/assert.ts";
import type { CheckoutCaller } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import type { PayWay, SourceType } from "../core/states.ts";
import { Commit } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import { cancelOrder } from "../payments/close-order.ts";
import { continuePayment } from "../payments/continue-payment.ts";
import { tryToPlace } from "../payments/place-order.ts";
import { boundSession, inTheNameOf } from "./bound-session.ts";
import { getCheckout, wantedIn } from "./get-checkout.ts";
import { cancelSession, countOrder } from "./parts.ts";
import { checkoutStatus, nextPayment } from "./rules.ts";

export interface PayWish extends PayWay {
  readonly sourceType: SourceType;
  /** The price that the buyer saw, in yuan. */
  readonly expectedAmount: number;
}

/**
 * The signed cashier of what this browser's session buys: of the order that waits, else of a new one (docs/rules.md R153). Two tabs at
 * once make one order: the second one's commit finds the session counted, and opens the first one's.
 * Throws CHECKOUT_ELSEWHERE (401), CHECKOUT_OVER (409), ORDER_NOT_PAYABLE (409: the order's time is over, it is about to be closed),
 * and what placeOrder and continuePayment throw.
 */
export function payCheckout(caller: CheckoutCaller, wish: PayWish, now: Date): Promise<CashierView> {
  const { expectedAmount, sourceType, ...payWay } = wish;
  return retryOnConflict(async () => {
    const session = await boundSession(caller);
    const { memberId, order } = session;
    const context = inTheNameOf(session, now);
    switch (nextPayment(session, now)) {
      case "new": {
        const request = {
          memberId,
          wanted: wantedIn(session),
          ...payWay,
          sourceType,
          returnPath: null,
          expectedAmount,
        };
        return tryToPlace(request, context, (commit, made) => countOrder(commit, session, made, now));
      }
      case "again":
        invariant(order, "what is paid again is an order");
        return continuePayment(memberId, order.orderSn, payWay, context);
      case "wait":
        throw new AppError("ORDER_NOT_PAYABLE");
      case "over":
        throw new AppError("CHECKOUT_OVER");
    }
  });
}

/**
 * The buyer gives up: the order that waits is closed as one that its buyer cancels, then the session is over. Does nothing to one that
 * was given up before. Throws CHECKOUT_ELSEWHERE (401), CHECKOUT_OVER (409: it is paid, or its time is over), and what cancelOrder throws.
 */
export async function cancelCheckout(caller: CheckoutCaller, now: Date): Promise<CheckoutView> {
  await retryOnConflict(async () => {
    const session = await boundSession(caller);
    const status = checkoutStatus(session, now);
    if (status === "cancelled") return;
    if (status !== "open") throw new AppError("CHECKOUT_OVER");
    const { order, memberId } = session;
    if (order?.status === "PENDING") await cancelOrder(memberId, order.orderSn, inTheNameOf(session, now));
    const commit = new Commit("cancelCheckout");
    cancelSession(commit, session, now);
    await commit.run();
  });
  return getCheckout(caller, now);
}
