"use client";

import type { ReactNode } from "react";
import { CheckoutSteps } from "./checkout-steps.tsx";
import { ConfirmStep } from "./confirm-step.tsx";
import { isWaiting, type Outcome } from "./outcome.ts";
import { PayingStep } from "./paying-step.tsx";
import type { Purchase } from "./purchase.ts";
import type { Payment } from "./use-payment.ts";

interface PaymentStepsProps {
  purchase: Purchase;
  payment: Payment;
  /** The last step. */
  children: (outcome: Outcome, orderSn: string) => ReactNode;
}

/** 确认支付 → 支付中 → 完成, in a dialog or on a page of its own. */
export function PaymentSteps({ purchase, payment, children }: PaymentStepsProps) {
  const { order, state, cashier, opening } = payment;
  return (
    <>
      <CheckoutSteps outcome={order ? state.outcome : null} />
      {order === null ? (
        <ConfirmStep purchase={purchase} isBusy={opening.isBusy} error={opening.error} onConfirm={opening.open} />
      ) : isWaiting(state.outcome) ? (
        <PayingStep purchase={purchase} order={order} state={state} cashier={cashier} opening={opening} />
      ) : (
        children(state.outcome, order.orderSn)
      )}
    </>
  );
}
