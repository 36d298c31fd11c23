import { PRODUCT_TYPE_CODES } from "@/lib/contracts/codes.ts";
import type { CreateCreditsOrderBody, CreateSubscriptionOrderBody, OrderRow } from "@/lib/contracts/orders.ts";

export type Goods = "credits" | "subscription";

/** What the payment dialog was opened for. Amounts in yuan, as the server named them. */
export interface Purchase {
  readonly title: string;
  /** One line on what arrives. */
  readonly detail: string;
  readonly amount: number;
  readonly goods: Goods;
  readonly order:
    | { readonly kind: "credits"; readonly body: CreateCreditsOrderBody }
    | { readonly kind: "subscription"; readonly body: CreateSubscriptionOrderBody }
    /** An order that exists and waits to be paid. */
    | { readonly kind: "placed"; readonly orderSn: string; readonly expireTime: string }
    /** What a checkout session is about, which its cookie says. */
    | { readonly kind: "hosted"; readonly path: string };
}

export function goodsOf({ productType }: Pick<OrderRow, "productType">): Goods {
  return productType === PRODUCT_TYPE_CODES.SUBSCRIPTION ? "subscription" : "credits";
}

/** The page of an order that is to be paid now: it opens the payment, or says where that is possible (docs/rules.md R71). */
export function payPath(orderSn: string): string {
  return `/orders/${orderSn}?pay=1`;
}

/** Where what became of the payment of an order is asked and shown. */
export function returnPath(orderSn: string): string {
  return `/payment/return?orderSn=${orderSn}`;
}

/**
 * The page that opens the payment for the same purchase again: the shop ("/?buy=pack-3", "/?buy=plan-2-yearly", "/?buy=plan-2-3-day"), or the
 * page of the order.
 */
export function purchasePath({ order }: Purchase): string {
  switch (order.kind) {
    case "credits":
      return `/?buy=pack-${order.body.productId}`;
    case "subscription":
      return `/?buy=plan-${order.body.planId}-${order.body.billingCycle}`;
    case "placed":
      return payPath(order.orderSn);
    case "hosted":
      return order.path;
  }
}

/** An unpaid order, to be paid after all. */
export function purchaseOfOrder(order: OrderRow): Purchase {
  const { orderSn, productName, totalAmount, expireTime } = order;
  const goods = goodsOf(order);
  return {
    title: productName,
    detail: goods === "credits" ? "积分，付款后到账" : "套餐，付款后生效",
    amount: totalAmount,
    goods,
    order: { kind: "placed", orderSn, expireTime },
  };
}
