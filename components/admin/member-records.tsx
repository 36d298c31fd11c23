import Link from "next/link";
import type { SessionView } from "@/lib/contracts/accounts.ts";
import type { LedgerEntryView } from "@/lib/contracts/credits.ts";
import type { InvoiceView } from "@/lib/contracts/invoices.ts";
import type { MemberFile } from "@/lib/contracts/members.ts";
import type { NoticeView } from "@/lib/contracts/notices.ts";
import type { OrderRow } from "@/lib/contracts/orders.ts";
import type { SegmentView } from "@/lib/contracts/subscriptions.ts";
import { OF_CUSTOMER } from "@/lib/core/customer.ts";
import { Lots } from "../credits/lots.tsx";
import { Instant } from "../ui/instant.tsx";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { count, Money } from "../ui/money.tsx";
import { Section } from "../ui/section.tsx";
import { OrderStatusTag } from "../ui/status-tag.tsx";
import { signed } from "./member-words.ts";
import { InvoiceTag } from "../invoices/invoice-tag.tsx";
import { Refunds, SEGMENT_WORDS } from "./order-records.tsx";
import styles from "./order-search.module.css";

const ORDERS: readonly Column<OrderRow>[] = [
  {
    title: "商品",
    render: ({ orderSn, productName }) => (
      <span className={styles.stack}>
        <Link href={`/admin/orders/${orderSn}`}>{productName}</Link>
        <span className={styles.small}>{orderSn}</span>
      </span>
    ),
  },
  { title: "下单时间", render: ({ createTime }) => <Instant iso={createTime} /> },
  { title: "金额", align: "end", render: ({ totalAmount }) => <Money amount={totalAmount} /> },
  { title: "状态", render: (order) => <OrderStatusTag order={order} /> },
];

const ENTRIES: readonly Column<LedgerEntryView>[] = [
  { title: "时间", render: ({ createTime }) => <Instant iso={createTime} /> },
  { title: "类型", render: ({ typeText }) => typeText },
  {
    title: "说明",
    render: ({ orderSn, reason }) =>
      orderSn === null ? <span>{reason}</span> : <Link href={`/admin/orders/${orderSn}`}>{reason}</Link>,
  },
  { title: "变动", align: "end", render: ({ delta }) => signed(delta) },
  { title: "变动后合计", align: "end", render: ({ balanceAfter }) => count(balanceAfter) },
];

const PERIODS: readonly Column<SegmentView>[] = [
  { title: "套餐", render: ({ orderSn, planName }) => <Link href={`/admin/orders/${orderSn}`}>{planName}</Link> },
  { title: "开始", render: ({ startDate }) => <Instant iso={startDate} /> },
  { title: "结束", render: ({ endDate }) => <Instant iso={endDate} /> },
  { title: "状态", render: ({ status }) => SEGMENT_WORDS[status] },
];

const INVOICES: readonly Column<InvoiceView>[] = [
  {
    title: "抬头",
    render: ({ invoiceSn, title }) => (
      <span className={styles.stack}>
        <Link href={`/admin/invoices?${new URLSearchParams({ queue: "all", query: invoiceSn })}`}>{title}</Link>
        <span className={styles.small}>{invoiceSn}</span>
      </span>
    ),
  },
  { title: "申请时间", render: ({ createTime }) => <Instant iso={createTime} /> },
  { title: "金额", align: "end", render: ({ amount }) => <Money amount={amount} /> },
  { title: "发票号码", render: ({ number }) => number },
  { title: "状态", render: (invoice) => <InvoiceTag invoice={invoice} /> },
];

const MESSAGES: readonly Column<NoticeView>[] = [
  { title: "时间", render: ({ createTime }) => <Instant iso={createTime} /> },
  {
    title: "消息",
    render: ({ title, body }) => (
      <span className={styles.stack}>
        <span>{title}</span>
        <span className={styles.small}>{body}</span>
      </span>
    ),
  },
  { title: "读过", render: ({ read }) => (read ? "读过" : "未读") },
];

const SESSIONS: readonly Column<SessionView>[] = [
  { title: "设备", render: ({ device }) => device },
  { title: "登录时间", render: ({ createTime }) => <Instant iso={createTime} /> },
  { title: "最近使用", render: ({ lastSeenTime }) => <Instant iso={lastSeenTime} /> },
];

/** What the shop has of a member; of each list the newest, and none that is empty but the orders. */
export function MemberRecords({ file }: { file: MemberFile }) {
  const { member, orders, orderCount, credits, ledger, periods, refunds, invoices, messages, sessions } = file;
  const all = `/admin/orders?${new URLSearchParams({ query: member.email ?? `${OF_CUSTOMER}${member.customerId}` })}`;
  return (
    <>
      <Section title="订单" aside={orderCount > orders.length && <Link href={all}>{`全部 ${orderCount} 笔`}</Link>}>
        {orders.length === 0 ? (
          <p>还没有订单。</p>
        ) : (
          <Ledger caption="订单" columns={ORDERS} rows={orders} rowKey={({ orderSn }) => orderSn} />
        )}
      </Section>
      <Refunds refunds={refunds} />
      {invoices.length > 0 && (
        <Section title="发票">
          <Ledger caption="发票" columns={INVOICES} rows={invoices} rowKey={({ invoiceSn }) => invoiceSn} />
        </Section>
      )}
      {credits.lots.length > 0 && <Lots lots={credits.lots} ordersAt="/admin/orders" />}
      <List title="最近的积分明细" columns={ENTRIES} rows={ledger} />
      <List title="套餐时间段" columns={PERIODS} rows={periods} />
      <List title="最近的消息" columns={MESSAGES} rows={messages} />
      <List title="登录着的设备" columns={SESSIONS} rows={sessions} />
    </>
  );
}

interface ListProps<Row> {
  title: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
}

function List<Row extends { readonly id: number | string }>({ title, columns, rows }: ListProps<Row>) {
  if (rows.length === 0) return null;
  return (
    <Section title={title}>
      <Ledger caption={title} columns={columns} rows={rows} rowKey={({ id }) => id} />
    </Section>
  );
}
