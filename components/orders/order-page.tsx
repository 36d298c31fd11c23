"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useState } from "react";
import { DELIVERY_STATUS_CODES, ORDER_STATUS_CODES, orderStatusOf } from "@/lib/contracts/codes.ts";
import type { OrderDetail } from "@/lib/contracts/orders.ts";
import { UNPAID_ORDER_STATUSES } from "@/lib/core/states.ts";
import { PayElsewhere } from "../payments/pay-elsewhere.tsx";
import { useVisit } from "../shell/visit.tsx";
import { BackLink } from "../ui/back-link.tsx";
import { Callout } from "../ui/callout.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { Money } from "../ui/money.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Failed, Loading } from "../ui/page-state.tsx";
import { Section } from "../ui/section.tsx";
import { DeliveryTag, OrderStatusTag } from "../ui/status-tag.tsx";
import { RefundProgress } from "../refunds/refund-progress.tsx";
import { useOrderActions } from "./order-actions.tsx";
import { OrderFacts } from "./order-facts.tsx";
import styles from "./order-page.module.css";
import { orderQuery } from "./queries.ts";
import { Timeline } from "./timeline.tsx";

/** `pays`: the reader came to pay it now. */
export function OrderPage({ orderSn, pays }: { orderSn: string; pays: boolean }) {
  const { data: order, error, refetch, dataUpdatedAt } = useQuery(orderQuery(orderSn));
  return (
    <>
      <BackLink href="/orders">支付记录</BackLink>
      {order && !error ? (
        <Order order={order} pays={pays} since={dataUpdatedAt} />
      ) : (
        <>
          <PageHead title="订单" />
          {error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading rows={8} />}
        </>
      )}
    </>
  );
}

/** Its buyer may have paid for nothing so far. */
function mayMissMoney({ status, deliveryStatus }: OrderDetail): boolean {
  const isOwed = status === ORDER_STATUS_CODES.PAID && deliveryStatus !== DELIVERY_STATUS_CODES.DELIVERED;
  return isOwed || UNPAID_ORDER_STATUSES.includes(orderStatusOf(status));
}

/** It was paid: an invoice may stand for it, or be asked for. */
function mayBeInvoiced({ status }: OrderDetail): boolean {
  return !UNPAID_ORDER_STATUSES.includes(orderStatusOf(status));
}

/** Why it cannot be paid any more, where its time has run out; null: it has not. */
function tooLate({ status, payable, closeReason }: OrderDetail): string | null {
  if (status === ORDER_STATUS_CODES.PENDING && !payable)
    return "付款时间已过，正在等支付宝确认。若已扣款，会照常发放。";
  if (status === ORDER_STATUS_CODES.CANCELLED && closeReason === "EXPIRED") return "这笔订单已过期，不能再付款。";
  return null;
}

function Order({ order, pays, since }: { order: OrderDetail; pays: boolean; since: number }) {
  const { webview } = useVisit();
  const { actionsFor, pay, dialogs } = useOrderActions("medium");
  // Stays when it has been paid, to say so.
  const [guided] = useState(pays && order.payable && webview);
  const late = tooLate(order);
  usePayAtOnce(pays && !webview ? order : null, pay);
  return (
    <>
      <PageHead
        title={order.productName}
        actions={
          <span className={styles.actions}>
            {actionsFor(guided ? { ...order, payable: false } : order)}
            {mayBeInvoiced(order) && <LinkButton href={`/invoices?orderSn=${order.orderSn}`}>发票</LinkButton>}
            {mayMissMoney(order) && (
              <LinkButton href={`/orders/find?number=${order.orderSn}`}>付了钱没到账？</LinkButton>
            )}
          </span>
        }
      />
      <div className={styles.sum}>
        <Money amount={order.payAmount} look="total" />
        <OrderStatusTag order={order} />
        <DeliveryTag order={order} />
      </div>
      {guided && <PayElsewhere order={order} webview={guided} since={since} />}
      {!guided && late && (
        <Callout type="info" title={late}>
          <p>
            需要时可以<Link href="/">重新下单</Link>。
          </p>
        </Callout>
      )}
      {order.refund && <RefundProgress refund={order.refund} />}
      <div className={styles.columns}>
        <Section title="订单信息">
          <OrderFacts order={order} />
        </Section>
        <Section title="经过">
          <Timeline entries={order.timeline} />
        </Section>
      </div>
      {dialogs}
    </>
  );
}

/** Opens the payment of an order to which a link led for that (null: none did), once, and takes the word out of the address. */
function usePayAtOnce(order: OrderDetail | null, pay: (order: OrderDetail) => void): void {
  const router = useRouter();
  const begin = useEffectEvent(() => {
    if (!order) return;
    if (order.payable) pay(order);
    router.replace(`/orders/${order.orderSn}`, { scroll: false });
  });
  useEffect(() => begin(), []);
}
