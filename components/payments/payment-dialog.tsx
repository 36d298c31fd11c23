"use client";

import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import type { CashierView } from "@/lib/contracts/orders.ts";
import { Dialog } from "../ui/dialog.tsx";
import { instantText } from "../ui/instant.tsx";
import { useSay } from "../ui/say.tsx";
import { CheckoutSteps } from "./checkout-steps.tsx";
import { ConfirmStep } from "./confirm-step.tsx";
import { isWaiting } from "./outcome.ts";
import { OutcomeScreen } from "./outcome-screen.tsx";
import { PayingStep } from "./paying-step.tsx";
import type { Purchase } from "./purchase.ts";
import { continuePaying, openCashier } from "./queries.ts";
import { useCashier } from "./use-cashier.ts";
import { usePaymentState } from "./use-payment-state.ts";

interface PaymentDialogProps {
  purchase: Purchase;
  isOpen: boolean;
  onClose: () => void;
  /** The same goods again, as a new order. */
  onRestart: () => void;
}

/** 确认支付 → 支付中 → 完成. One opening is one order: its idempotency key is made with it, so a repeated try finds the same. */
export function PaymentDialog({ purchase, isOpen, onClose, onRestart }: PaymentDialogProps) {
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [order, setOrder] = useState<CashierView | null>(null);
  const cashier = useCashier();
  const state = usePaymentState(order);
  const explainLater = useExplainLater();
  const sayDelivered = useSayDelivered(purchase.title);

  const opening = useMutation({
    mutationFn: () => (order ? continuePaying(order.orderSn) : openCashier(purchase, idempotencyKey)),
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
  const openNow = () => {
    cashier.reserve();
    opening.mutate();
  };
  const leave = () => {
    if (order && isWaiting(state.outcome)) explainLater(order);
    onClose();
  };

  return (
    <Dialog open={isOpen} title="支付订单" onClose={leave}>
      <CheckoutSteps outcome={order ? state.outcome : null} />
      {order === null ? (
        <ConfirmStep purchase={purchase} isBusy={opening.isPending} error={opening.error} onConfirm={openNow} />
      ) : isWaiting(state.outcome) ? (
        <PayingStep
          purchase={purchase}
          order={order}
          state={state}
          cashier={cashier.state}
          opening={{ isBusy: opening.isPending, error: opening.error, open: openNow }}
        />
      ) : (
        <OutcomeScreen
          outcome={state.outcome}
          orderSn={order.orderSn}
          purchase={purchase}
          onLeave={onClose}
          onGoOn={() => {
            sayDelivered();
            onClose();
          }}
          onRestart={onRestart}
        />
      )}
    </Dialog>
  );
}

/** What the screen said stays readable when the dialog closes by itself. */
function useSayDelivered(title: string): () => void {
  const say = useSay();
  return () => say({ tone: "success", text: `付款成功，「${title}」已到账` });
}

/** Closing the dialog does not cancel the order; the dialog says so. */
function useExplainLater(): (order: CashierView) => void {
  const say = useSay();
  return ({ orderSn, expireTime }) =>
    say({
      tone: "note",
      key: orderSn,
      title: "订单已保留，尚未付款",
      description: (
        <span>
          <span>{`${instantText(expireTime, "clock")} 前可以在`}</span>
          <Link href="/orders">支付记录</Link>
          <span>里继续支付。若你已经付款，到账后会自动发放。</span>
        </span>
      ),
    });
}
