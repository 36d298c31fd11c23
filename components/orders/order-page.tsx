"use client";

import { useQuery } from "@tanstack/react-query";
import { DELIVERY_STATUS_CODES, ORDER_STATUS_CODES, orderStatusOf } from "@/lib/contracts/codes.ts";
import type { OrderDetail } from "@/lib/contracts/orders.ts";
import { UNPAID_ORDER_STATUSES } from "@/lib/core/states.ts";
import { BackLink } from "../ui/back-link.tsx";
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

export function OrderPage({ orderSn }: { orderSn: string }) {
  const { data: order, error, refetch } = useQuery(orderQuery(orderSn));
  return (
    <>
      <BackLink href="/orders">支付记录</BackLink>
      {order && !error ? (
        <Order order={order} />
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

function Order({ order }: { order: OrderDetail }) {
  const { actionsFor, dialogs } = useOrderActions("medium");
  return (
    <>
      <PageHead
        title={order.productName}
        actions={
          <span className={styles.actions}>
            {actionsFor(order)}
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
