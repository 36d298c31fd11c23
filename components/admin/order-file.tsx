"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { AdminOrderDetail } from "@/lib/contracts/admin-orders.ts";
import { OF_CUSTOMER } from "@/lib/core/customer.ts";
import { OrderFacts } from "../orders/order-facts.tsx";
import styles from "../orders/order-page.module.css";
import { BackLink } from "../ui/back-link.tsx";
import { Facts } from "../ui/facts.tsx";
import { Money } from "../ui/money.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Failed, Loading } from "../ui/page-state.tsx";
import { Section } from "../ui/section.tsx";
import { DeliveryTag, OrderStatusTag } from "../ui/status-tag.tsx";
import { AlertItem } from "./alert-item.tsx";
import alerts from "./alert-list.module.css";
import { useOrderActs } from "./order-acts.tsx";
import { OrderAnswer } from "./order-answer.tsx";
import { Goods, MoneyIn, Refunds } from "./order-records.tsx";
import { OrderStory } from "./order-story.tsx";
import { orderFileQuery } from "./queries.ts";

/** Everything about one order, for support. */
export function OrderFile({ orderSn }: { orderSn: string }) {
  const { data: file, error, refetch } = useQuery(orderFileQuery(orderSn));
  return (
    <>
      <BackLink href="/admin/orders">订单</BackLink>
      {file && !error ? (
        <File file={file} />
      ) : (
        <>
          <PageHead title="订单" />
          {error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading rows={10} />}
        </>
      )}
    </>
  );
}

function File({ file }: { file: AdminOrderDetail }) {
  const { order } = file;
  const { buttons, result } = useOrderActs(file);
  return (
    <>
      <PageHead title={order.productName} actions={buttons} />
      <div className={styles.sum}>
        <Money amount={order.payAmount} look="total" />
        <OrderStatusTag order={order} />
        <DeliveryTag order={order} />
      </div>
      <div role="status">{result}</div>
      <OrderAnswer file={file} />
      {file.alerts.length > 0 && (
        <Section title="待办提醒">
          <ul className={alerts.list}>
            {file.alerts.map((alert) => (
              // The page is about the order already.
              <AlertItem key={alert.id} alert={{ ...alert, orderSn: null }} />
            ))}
          </ul>
        </Section>
      )}
      <OrderStory story={file.story} isCut={file.isStoryCut} />
      <div className={styles.columns}>
        <Section title="订单信息">
          <OrderFacts order={order} />
        </Section>
        <Buyer buyer={order.buyer} />
      </div>
      <MoneyIn attempts={file.attempts} payments={file.payments} />
      <Goods file={file} />
      <Refunds refunds={file.refunds} />
    </>
  );
}

function Buyer({ buyer }: { buyer: AdminOrderDetail["order"]["buyer"] }) {
  const { id, name, email, customerId, isActive } = buyer;
  const known = email ?? `${OF_CUSTOMER}${customerId}`;
  return (
    <Section
      title="买家"
      aside={<Link href={`/admin/orders?${new URLSearchParams({ query: known })}`}>这位买家的订单</Link>}
    >
      <Facts
        facts={[
          { label: "称呼", value: name },
          { label: "邮箱", value: email },
          { label: "客户编号", value: customerId && <span translate="no">{customerId}</span> },
          { label: "会员编号", value: <Link href={`/admin/members/${id}`}>{id}</Link> },
          { label: "账号", value: isActive ? null : "已停用" },
        ]}
      />
    </Section>
  );
}
