import type { Snapshot } from "../catalog/rules.ts";
import { wordOfCycle } from "../contracts/catalog.ts";
import type { CheckoutView } from "../contracts/checkout.ts";
import { yuanNumber, type Fen } from "../core/money.ts";
import type { BillingCycle, ProductType } from "../core/states.ts";
import { checkoutStatus, successPlace, wayBack } from "./rules.ts";
import type { StoredCheckout } from "./store.ts";

/** An order, as far as it says what was bought. */
interface OrderedGoods {
  readonly productType: ProductType;
  readonly productName: string;
  readonly payAmountFen: Fen;
  readonly creditAmount: number | null;
  readonly bonusCredits: number | null;
  readonly billingCycle: BillingCycle | null;
}

/** What is bought: as it was ordered, or as it is sold now; or why it cannot be bought. */
export type Bought =
  { readonly ordered: OrderedGoods } | { readonly offered: Snapshot } | { readonly obstacle: string };

export function checkoutView(session: StoredCheckout, bought: Bought, now: Date): CheckoutView {
  const { id, order, payerName, payerEmail } = session;
  return {
    id,
    status: checkoutStatus(session, now),
    item: itemView(bought),
    obstacle: "obstacle" in bought ? bought.obstacle : null,
    order: order && {
      orderSn: order.orderSn,
      payAmount: yuanNumber(order.payAmountFen),
      expireTime: order.expireTime.toISOString(),
      closeReason: order.closeReason,
      isWaiting: order.status === "PENDING",
    },
    payer: payerName || payerEmail,
    successUrl: successPlace(session.successUrl, id),
    backUrl: wayBack(session),
  };
}

function itemView(bought: Bought): CheckoutView["item"] {
  if ("obstacle" in bought) return null;
  if ("ordered" in bought) {
    const { productType, productName: name, payAmountFen, creditAmount, bonusCredits, billingCycle } = bought.ordered;
    const goods = productType === "CREDITS" ? "credits" : "subscription";
    const cycle = billingCycle && wordOfCycle(billingCycle);
    return { goods, name, amount: yuanNumber(payAmountFen), creditAmount, bonusCredits, billingCycle: cycle };
  }
  const { productName: name, priceFen } = bought.offered;
  const amount = yuanNumber(priceFen);
  if (bought.offered.type === "SUBSCRIPTION") {
    const billingCycle = wordOfCycle(bought.offered.billingCycle);
    return { goods: "subscription", name, amount, creditAmount: null, bonusCredits: null, billingCycle };
  }
  const { creditAmount, bonusCredits } = bought.offered;
  return { goods: "credits", name, amount, creditAmount, bonusCredits, billingCycle: null };
}
