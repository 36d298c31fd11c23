"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useMemo, useState } from "react";
import type { CheckoutView } from "@/lib/contracts/checkout.ts";
import { cycleOfWord } from "@/lib/contracts/catalog.ts";
import { cycleText } from "@/lib/core/terms.ts";
import { api } from "../data/api-client.ts";
import { endedUnpaid, isWaiting } from "../payments/outcome.ts";
import { PaymentCallsContext } from "../payments/payment-calls.tsx";
import { PaymentSteps } from "../payments/payment-steps.tsx";
import type { Purchase } from "../payments/purchase.ts";
import { usePayment, type OrderToPay } from "../payments/use-payment.ts";
import { Refusal } from "../ui/callout.tsx";
import { count } from "../ui/money.tsx";
import { Loading } from "../ui/page-state.tsx";
import { SupportContact } from "../ui/support-contact.tsx";
import { ProductLink } from "../ui/product-link.tsx";
import { checkoutCalls } from "./checkout-calls.ts";
import { CheckoutEnding } from "./checkout-end.tsx";
import { checkoutPath } from "@/lib/contracts/checkout-path.ts";
import styles from "./checkout.module.css";
import { PaidOrNot } from "./paid-or-not.tsx";
import { checkoutQuery } from "./queries.ts";

/** The page on which the customer of a product pays in the shop's name, without an account of their own here. */
export function CheckoutPage({ sessionId }: { sessionId: string }) {
  const { data, error, refetch, dataUpdatedAt } = useQuery(checkoutQuery(sessionId));
  // A try to pay is one; the same goods again are another one.
  const [tries, setTries] = useState(0);
  if (!data)
    return error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading label="正在读取这次付款" />;
  const restart = async () => {
    await refetch();
    setTries(tries + 1);
  };
  return <Checkout key={tries} checkout={data} since={dataUpdatedAt} onRestart={() => void restart()} />;
}

function Failed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <div className={styles.sheet}>
      <Refusal error={error} otherwise="页面出了问题，请重试" />
      <Button onClick={onRetry}>重试</Button>
    </div>
  );
}

interface CheckoutProps {
  checkout: CheckoutView;
  /** ms, the server's clock: when it was read. */
  since: number;
  onRestart: () => void;
}

/** What is bought stays as it was when this try began; the state of it moves on. */
function Checkout({ checkout, since, onRestart }: CheckoutProps) {
  const [begun] = useState(checkout);
  const { item, status } = begun;
  if (status === "cancelled" || status === "expired") return <CheckoutEnding ending={status} backUrl={begun.backUrl} />;
  if (!item) return <CheckoutEnding ending="unavailable" why={begun.obstacle} backUrl={begun.backUrl} />;
  return <Paying checkout={begun} item={item} since={since} onRestart={onRestart} />;
}

type Item = NonNullable<CheckoutView["item"]>;

function purchaseOf({ goods, name, amount, creditAmount, bonusCredits, billingCycle }: Item, path: string): Purchase {
  const credits = creditAmount && `${count(creditAmount)} 积分${bonusCredits ? `，另赠 ${count(bonusCredits)}` : ""}`;
  const term = billingCycle && cycleText(cycleOfWord(billingCycle));
  return { title: name, detail: credits || term || "", amount, goods, order: { kind: "hosted", path } };
}

/** An order that this session has made, and that waits or is paid. */
function orderBefore({ order, status }: CheckoutView, since: number): OrderToPay | null {
  if (!order || (!order.isWaiting && status !== "paid")) return null;
  const { orderSn, payAmount, expireTime } = order;
  return { orderSn, payAmount, expireTime, payUrl: null, since };
}

function Paying({ checkout, item, since, onRestart }: CheckoutProps & { item: Item }) {
  const { id, payer } = checkout;
  const calls = useMemo(() => checkoutCalls({ id, payer }, item.amount), [id, payer, item.amount]);
  return (
    <PaymentCallsContext value={calls}>
      <Steps checkout={checkout} item={item} since={since} onRestart={onRestart} />
    </PaymentCallsContext>
  );
}

function Steps({ checkout, item, since, onRestart }: CheckoutProps & { item: Item }) {
  const purchase = purchaseOf(item, checkoutPath(checkout.id));
  const payment = usePayment(purchase, orderBefore(checkout, since));
  const isOpen = payment.order === null || isWaiting(payment.state.outcome);
  return (
    <div className={styles.sheet}>
      <h1 className={styles.title}>{isOpen ? "确认并付款" : "付款结果"}</h1>
      <PaymentSteps purchase={purchase} payment={payment}>
        {(outcome) => (
          <PaidOrNot outcome={outcome} title={item.name} checkout={checkout}>
            {endedUnpaid(outcome) && outcome !== "cancelled" && (
              <Button type="primary" onClick={onRestart}>
                重试支付
              </Button>
            )}
          </PaidOrNot>
        )}
      </PaymentSteps>
      {payment.order === null && <GiveUp checkout={checkout} />}
      <SupportContact />
    </div>
  );
}

/** Back to the product without paying: the session is over with it. */
function GiveUp({ checkout: { id, backUrl } }: { checkout: CheckoutView }) {
  const client = useQueryClient();
  const cancelling = useMutation({
    mutationFn: () => api("POST /api/checkout/[sessionId]/cancel", { params: { sessionId: id } }),
    onSuccess: () => window.location.replace(backUrl),
    onError: () => client.invalidateQueries({ queryKey: checkoutQuery(id).queryKey }),
  });
  return (
    <div className={styles.back}>
      {cancelling.error ? (
        <>
          <Refusal error={cancelling.error} otherwise="没有办成，请重试" />
          <ProductLink href={backUrl} verb="直接返回" />
        </>
      ) : (
        <Button type="text" loading={cancelling.isPending || cancelling.isSuccess} onClick={() => cancelling.mutate()}>
          {`不付了，返回 ${new URL(backUrl).host}`}
        </Button>
      )}
    </div>
  );
}
