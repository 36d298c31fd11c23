import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { CashierView } from "@/lib/contracts/orders.ts";
import { usePaymentCalls } from "./payment-calls.tsx";
import type { Purchase } from "./purchase.ts";
import { useCashier, type CashierState } from "./use-cashier.ts";
import { usePaymentState, type PaymentState } from "./use-payment-state.ts";

/** An order that is paid here. */
export interface OrderToPay extends Pick<CashierView, "orderSn" | "payAmount" | "expireTime"> {
  /** null: this page has not opened its cashier. */
  readonly payUrl: string | null;
  /** ms, the server's clock: when it was read, where the server draws the page. */
  readonly since?: number;
}

export interface Payment {
  /** null: there is none yet. */
  readonly order: OrderToPay | null;
  readonly state: PaymentState;
  readonly cashier: CashierState;
  readonly opening: { readonly isBusy: boolean; readonly error: Error | null; readonly open: () => void };
}

/**
 * One payment: one purchase, one order, one cashier at a time. Its idempotency key is made with it, so a repeated try finds the same
 * order. `before`: an order of before this page, which may have been left for the cashier and come back to.
 */
export function usePayment(purchase: Purchase, before: OrderToPay | null = null): Payment {
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [order, setOrder] = useState(before);
  const calls = usePaymentCalls();
  const cashier = useCashier(order ? "before" : "none");
  const state = usePaymentState(order, before?.since);
  const opening = useMutation({
    mutationFn: () => (order ? calls.again(order.orderSn) : calls.open(purchase, idempotencyKey)),
    onSuccess: (view) => {
      setOrder(view);
      cashier.goTo(view);
      state.follow();
    },
    onError: () => {
      cashier.dismiss();
      state.ask();
    },
  });
  const open = () => {
    cashier.reserve();
    opening.mutate();
  };
  return { order, state, cashier: cashier.state, opening: { isBusy: opening.isPending, error: opening.error, open } };
}
