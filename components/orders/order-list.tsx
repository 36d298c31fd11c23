"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { PRODUCT_TYPE_TEXTS, productTypeOf } from "@/lib/contracts/codes.ts";
import type { OrderRow } from "@/lib/contracts/orders.ts";
import { Instant } from "../ui/instant.tsx";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { Money } from "../ui/money.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Pages } from "../ui/pages.tsx";
import { Empty, Failed, Loading } from "../ui/page-state.tsx";
import { DeliveryTag, OrderStatusTag } from "../ui/status-tag.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { useOrderActions } from "./order-actions.tsx";
import styles from "./order-list.module.css";
import { ORDERS_PER_PAGE, ordersQuery } from "./queries.ts";
import { useOrderFilter } from "./use-order-filter.ts";

/** 支付记录: every order of the member, newest first. */
export function OrderList() {
  const { filter, isPending, refine } = useOrderFilter();
  const { data, error, refetch, isPlaceholderData } = useQuery(ordersQuery(filter));
  const { actionsFor, dialogs } = useOrderActions("small");
  const columns: Column<OrderRow>[] = [...COLUMNS, { title: "操作", align: "end", render: actionsFor }];
  return (
    <>
      <PageHead title="支付记录">每笔订单从下单到付款、发放、退款的全部经过。</PageHead>
      <FilterBar filter={filter} refine={refine} />
      {error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={8} />
      ) : data.total === 0 ? (
        <Nothing isFiltered={Object.keys(filter).length > 0} />
      ) : (
        <>
          <Ledger
            caption="支付记录"
            columns={columns}
            rows={data.list}
            rowKey={(order) => order.orderSn}
            isStale={isPlaceholderData || isPending}
          />
          <Pages pageNum={data.pageNum} pageSize={ORDERS_PER_PAGE} total={data.total} unit="笔" />
        </>
      )}
      {dialogs}
    </>
  );
}

const COLUMNS: readonly Column<OrderRow>[] = [
  {
    title: "商品",
    render: (order) => (
      <span className={styles.product}>
        <Link href={`/orders/${order.orderSn}`}>{order.productName}</Link>
        <span className={styles.number}>{order.orderSn}</span>
      </span>
    ),
  },
  { title: "类型", render: (order) => PRODUCT_TYPE_TEXTS[productTypeOf(order.productType)] },
  { title: "下单时间", render: (order) => <Instant iso={order.createTime} /> },
  { title: "金额", align: "end", render: (order) => <Money amount={order.totalAmount} /> },
  {
    title: "状态",
    render: (order) => (
      <span className={styles.states}>
        <OrderStatusTag order={order} />
        <DeliveryTag order={order} />
        {order.refund && (
          <span className={styles.refund}>
            {order.refund.statusText} <Money amount={order.refund.amount} />
          </span>
        )}
      </span>
    ),
  },
];

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) return <Empty title="没有符合条件的记录，换个条件试试。" />;
  return (
    <Empty title="还没有支付记录。">
      <LinkButton href="/" type="primary">
        去商店看看
      </LinkButton>
    </Empty>
  );
}
