"use client";

import Link from "next/link";
import { Dialog } from "../ui/dialog.tsx";
import { instantText } from "../ui/instant.tsx";
import { useSay } from "../ui/say.tsx";
import { isWaiting } from "./outcome.ts";
import { OutcomeScreen } from "./outcome-screen.tsx";
import { PaymentSteps } from "./payment-steps.tsx";
import type { Purchase } from "./purchase.ts";
import { usePayment, type OrderToPay } from "./use-payment.ts";

interface PaymentDialogProps {
  purchase: Purchase;
  isOpen: boolean;
  onClose: () => void;
  /** The same goods again, as a new order. */
  onRestart: () => void;
}

/** One opening is one payment. */
export function PaymentDialog({ purchase, isOpen, onClose, onRestart }: PaymentDialogProps) {
  const payment = usePayment(purchase);
  const explainLater = useExplainLater();
  const sayDelivered = useSayDelivered(purchase.title);
  const leave = () => {
    if (payment.order && isWaiting(payment.state.outcome)) explainLater(payment.order);
    onClose();
  };
  return (
    <Dialog open={isOpen} title="支付订单" onClose={leave}>
      <PaymentSteps purchase={purchase} payment={payment}>
        {(outcome, orderSn) => (
          <OutcomeScreen
            outcome={outcome}
            orderSn={orderSn}
            purchase={purchase}
            onLeave={onClose}
            onGoOn={() => {
              sayDelivered();
              onClose();
            }}
            onRestart={onRestart}
          />
        )}
      </PaymentSteps>
    </Dialog>
  );
}

/** What the screen said stays readable when the dialog closes by itself. */
function useSayDelivered(title: string): () => void {
  const say = useSay();
  return () => say({ tone: "success", text: `付款成功，「${title}」已到账` });
}

/** Closing the dialog does not cancel the order; the dialog says so. */
function useExplainLater(): (order: OrderToPay) => void {
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
