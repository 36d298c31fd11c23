"use client";

import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import Link from "next/link";
import { PAYMENT_METHOD_TEXTS, PRODUCT_TYPE_TEXTS, productTypeOf } from "@/lib/contracts/codes.ts";
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
import { isFiltered } from "./order-filter.ts";
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
      <PageHead title="支付记录" actions={<LinkButton href="/orders/find">付了钱没到账？</LinkButton>}>
        每笔订单从下单到付款、发放、退款的全部经过。
      </PageHead>
      <FilterBar filter={filter} refine={refine} />
      {error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={8} />
      ) : data.list.length === 0 ? (
        <Nothing isFiltered={isFiltered(filter)} isPastEnd={data.total > 0} onFirstPage={() => refine({})} />
      ) : (
        <>
          <Ledger
            caption="支付记录"
            columns={columns}
            rows={data.list}
            rowKey={(order) => order.orderSn}
            isStale={isPlaceholderData || isPending}
          />
          <Pages pageNum={data.pageNum} pageSize={data.pageSize} total={data.total} sizes={ORDERS_PER_PAGE} />
        </>
      )}
      {dialogs}
    </>
  );
}

/** For a cell without a value. */
const NONE = "-";

/** The actions come last: they need the list's dialogs. */
const COLUMNS: readonly Column<OrderRow>[] = [
  {
    title: "订单号",
    render: (order) => (
      <Link href={`/orders/${order.orderSn}`} className={styles.number} translate="no">
        {order.orderSn}
      </Link>
    ),
  },
  {
    title: "商品信息",
    render: (order) => (
      <span className={styles.product}>
        <span>{order.productName}</span>
        <span className={styles.type}>{PRODUCT_TYPE_TEXTS[productTypeOf(order.productType)]}</span>
      </span>
    ),
  },
  { title: "支付金额", align: "end", render: (order) => <Money amount={order.totalAmount} /> },
  { title: "支付方式", render: (order) => (order.paymentMethod ? PAYMENT_METHOD_TEXTS[order.paymentMethod] : NONE) },
  {
    title: "订单状态",
    render: (order) => (
      <span className={styles.states}>
        <OrderStatusTag order={order} />
        <DeliveryTag order={order} />
        {order.refund && (
          <span className={styles.refund}>
            <span>{order.refund.statusText}</span> <Money amount={order.refund.amount} />
          </span>
        )}
      </span>
    ),
  },
  { title: "创建时间", render: (order) => <Instant iso={order.createTime} /> },
  { title: "支付时间", render: (order) => (order.paymentTime ? <Instant iso={order.paymentTime} /> : NONE) },
];

interface NothingProps {
  isFiltered: boolean;
  /** There are orders, but not on this page. */
  isPastEnd: boolean;
  onFirstPage: () => void;
}

function Nothing({ isFiltered, isPastEnd, onFirstPage }: NothingProps) {
  if (isPastEnd)
    return (
      <Empty title="这一页没有记录。">
        <Button onClick={onFirstPage}>回到第一页</Button>
      </Empty>
    );
  if (isFiltered) return <Empty title="没有符合条件的记录，换个条件试试。" />;
  return (
    <Empty title="还没有支付记录。">
      <LinkButton href="/" type="primary">
        去商店看看
      </LinkButton>
    </Empty>
  );
}
