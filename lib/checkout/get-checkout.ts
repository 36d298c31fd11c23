import { getProduct, type Wanted } from "../catalog/get-product.ts";
import type { CheckoutView } from "../contracts/checkout.ts";
import type { OrderStatusView } from "../contracts/orders.ts";
import { invariant } from "../core/assert.ts";
import type { CheckoutCaller } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { getOrder, getOrderStatus } from "../orders/get-order.ts";
import { syncPayment } from "../payments/sync-payment.ts";
import { boundSession, inTheNameOf } from "./bound-session.ts";
import type { StoredCheckout } from "./store.ts";
import { checkoutView, type Bought } from "./view.ts";

/** What this browser's session buys, and how far it is. Two reads. Throws CHECKOUT_ELSEWHERE (401). */
export async function getCheckout(caller: CheckoutCaller, now: Date): Promise<CheckoutView> {
  const session = await boundSession(caller);
  return checkoutView(session, await boughtIn(session), now);
}

async function boughtIn(session: StoredCheckout): Promise<Bought> {
  const { order, memberId } = session;
  // What was ordered stays as it was; what is to be ordered anew is as it is sold now.
  if (order?.paymentTime || order?.status === "PENDING") return { ordered: await getOrder(memberId, order.orderSn) };
  try {
    return { offered: await getProduct(wantedIn(session)) };
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return { obstacle: error.message };
    throw error;
  }
}

export function wantedIn({ productId, planId, billingCycle }: StoredCheckout): Wanted {
  if (productId !== null) return { type: "CREDITS", productId: Number(productId) };
  invariant(planId !== null && billingCycle !== null, "a session is about a pack or a plan");
  return { type: "SUBSCRIPTION", planId: Number(planId), billingCycle };
}

/** The state of its order, for polling. Two reads. Throws CHECKOUT_ELSEWHERE (401), ORDER_NOT_FOUND (404): there is none yet. */
export async function getCheckoutStatus(caller: CheckoutCaller): Promise<OrderStatusView> {
  const session = await boundSession(caller);
  return getOrderStatus(session.memberId, orderIn(session));
}

/** Asks the channel about its unpaid order now. Throws as getCheckoutStatus. */
export async function askAboutCheckout(caller: CheckoutCaller, now: Date): Promise<OrderStatusView> {
  const session = await boundSession(caller);
  return syncPayment(session.memberId, orderIn(session), inTheNameOf(session, now));
}

function orderIn({ order }: StoredCheckout): string {
  if (!order) throw new AppError("ORDER_NOT_FOUND");
  return order.orderSn;
}
