import type { CashierView, OrderStatusView } from "@/lib/contracts/orders.ts";
import { api } from "../data/api-client.ts";
import type { Purchase } from "./purchase.ts";

/** The addresses that a payment asks. */
export interface PaymentAddresses {
  /** Makes the order, or finds the one that waits; either way the answer leads to the cashier. */
  readonly open: (purchase: Purchase, idempotencyKey: string) => Promise<CashierView>;
  /** The cashier once more. `cashier`: the desktop cashier, also on a phone. */
  readonly again: (orderSn: string, cashier?: "PAGE") => Promise<CashierView>;
  readonly status: (orderSn: string, signal?: AbortSignal) => Promise<OrderStatusView>;
  /** Asks Alipay about the order now. */
  readonly ask: (orderSn: string, signal?: AbortSignal) => Promise<OrderStatusView>;
  readonly cancel: (orderSn: string) => Promise<OrderStatusView>;
}

function open({ order, amount }: Purchase, idempotencyKey: string): Promise<CashierView> {
  // What costs another sum by now is not ordered.
  const expectedAmount = amount;
  switch (order.kind) {
    case "credits":
      return api("POST /api/payment/create-credits-order", { body: { ...order.body, expectedAmount }, idempotencyKey });
    case "subscription":
      return api("POST /api/payment/create-subscription-order", {
        body: { ...order.body, expectedAmount },
        idempotencyKey,
      });
    case "placed":
      return again(order.orderSn);
    case "hosted":
      throw new Error("a hosted checkout has addresses of its own");
  }
}

function again(orderSn: string, cashier?: "PAGE"): Promise<CashierView> {
  return api("POST /api/payment/pay/[orderSn]", { params: { orderSn }, query: { cashier } });
}

/** Those of a member who is signed in. */
export const MEMBER_ADDRESSES: PaymentAddresses = {
  open,
  again,
  status: (orderSn, signal) =>
    api("GET /api/payment/order-status/[orderSn]", { params: { orderSn }, ...(signal && { signal }) }),
  ask: (orderSn, signal) => api("POST /api/payment/sync/[orderSn]", { params: { orderSn }, ...(signal && { signal }) }),
  cancel: (orderSn) => api("POST /api/payment/cancel/[orderSn]", { params: { orderSn } }),
};
