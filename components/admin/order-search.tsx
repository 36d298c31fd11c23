"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Input } from "antd";
import Link from "next/link";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import type { AdminOrderRow } from "@/lib/contracts/admin-orders.ts";
import { Instant } from "../ui/instant.tsx";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { Money } from "../ui/money.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Empty } from "../ui/page-state.tsx";
import { Paged } from "../ui/paged.tsx";
import { DeliveryTag, OrderStatusTag } from "../ui/status-tag.tsx";
import styles from "./order-search.module.css";
import { orderSearchQuery } from "./queries.ts";

/** Any order of the shop, by what its buyer can say about it. */
export function OrderSearch() {
  // In the address, so that a reload, a bookmark and the back button keep it.
  const query = useSearchParams().get("query") ?? "";
  const router = useRouter();
  const pathname = usePathname();
  const find = (text: string) =>
    router.replace(text ? `${pathname}?${new URLSearchParams({ query: text })}` : pathname, { scroll: false });
  return (
    <>
      <PageHead title="订单">买家说付了款没到账，就凭他给的号码或邮箱在这里找。</PageHead>
      <search className={styles.search} aria-label="查找订单">
        <Input.Search
          // Another question in the address is another field.
          key={query}
          allowClear
          enterButton="查找"
          aria-label="订单号、支付宝交易号或邮箱"
          placeholder="订单号、支付宝交易号或邮箱"
          maxLength={254}
          defaultValue={query}
          onSearch={(text) => find(text.trim())}
        />
      </search>
      <Found query={query} />
    </>
  );
}

function Found({ query }: { query: string }) {
  return (
    <Paged found={useInfiniteQuery(orderSearchQuery(query))} fields={["query"]}>
      {(pages) => {
        const orders = pages.flatMap((page) => page.list);
        if (orders.length === 0)
          return <Empty title={query ? "没有找到这样的订单。号码和邮箱要完整，一个字也不能差。" : "还没有订单。"} />;
        return <Ledger caption="订单" columns={COLUMNS} rows={orders} rowKey={(order) => order.orderSn} />;
      }}
    </Paged>
  );
}

const COLUMNS: readonly Column<AdminOrderRow>[] = [
  {
    title: "商品",
    render: (order) => (
      <span className={styles.stack}>
        <Link href={`/admin/orders/${order.orderSn}`}>{order.productName}</Link>
        <span className={styles.small}>{order.orderSn}</span>
      </span>
    ),
  },
  {
    title: "买家",
    render: ({ buyer }) => (
      <span className={styles.stack}>
        <span>{buyer.name}</span>
        <span className={styles.small}>{buyer.email ?? buyer.customerId}</span>
      </span>
    ),
  },
  { title: "下单时间", render: (order) => <Instant iso={order.createTime} /> },
  { title: "付款时间", render: ({ paymentTime }) => paymentTime && <Instant iso={paymentTime} /> },
  { title: "金额", align: "end", render: (order) => <Money amount={order.totalAmount} /> },
  {
    title: "状态",
    render: (order) => (
      <span className={styles.stack}>
        <OrderStatusTag order={order} />
        <DeliveryTag order={order} />
        {/* A refund that is done is the order's own status. */}
        {order.refund && order.refund.status !== "SUCCESS" && (
          <span className={styles.small}>{order.refund.statusText}</span>
        )}
      </span>
    ),
  },
];
