import Link from "next/link";
import type {
  AdminOrderDetail,
  AttemptView,
  DeliveryView,
  GrantedLotView,
  PaymentView,
} from "@/lib/contracts/admin-orders.ts";
import { DELIVERY_STATUS_TEXTS } from "@/lib/contracts/codes.ts";
import type { RefundRow } from "@/lib/contracts/refunds.ts";
import type { SegmentView } from "@/lib/contracts/subscriptions.ts";
import { Facts } from "../ui/facts.tsx";
import { Instant } from "../ui/instant.tsx";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { count, Money } from "../ui/money.tsx";
import { Section } from "../ui/section.tsx";
import { RefundStatusTag } from "../ui/status-tag.tsx";
import styles from "./order-records.module.css";

const CASHIER_WORDS = { PAGE: "电脑网页", WAP: "手机网页" } as const satisfies Record<
  AttemptView["cashierKind"],
  string
>;
const ATTEMPT_WORDS = { OPEN: "等待付款", PAID: "已付款", CLOSED: "已关闭" } as const satisfies Record<
  AttemptView["status"],
  string
>;
const SOURCE_WORDS = { NOTIFY: "支付宝通知", QUERY: "查询", BILL: "账单" } as const satisfies Record<
  PaymentView["source"],
  string
>;
const PAYMENT_WORDS = {
  EFFECTIVE: "买下这笔订单",
  DUPLICATE: "重复付款",
  UNWANTED: "订单已不能付款",
  MISMATCH: "与订单不符",
} as const satisfies Record<PaymentView["kind"], string>;

const ATTEMPTS: readonly Column<AttemptView>[] = [
  { title: "商户订单号", render: ({ outTradeNo }) => <span className={styles.number}>{outTradeNo}</span> },
  { title: "收银台", render: ({ cashierKind }) => CASHIER_WORDS[cashierKind] },
  { title: "金额", align: "end", render: ({ amount }) => <Money amount={amount} /> },
  { title: "状态", render: ({ status }) => ATTEMPT_WORDS[status] },
  { title: "打开时间", render: ({ createTime }) => <Instant iso={createTime} format="second" /> },
  { title: "最近询问", render: ({ lastCheckTime: time }) => time && <Instant iso={time} format="second" /> },
  { title: "下次询问", render: ({ nextCheckTime: time }) => time && <Instant iso={time} format="second" /> },
];

const PAYMENTS: readonly Column<PaymentView>[] = [
  {
    title: "支付宝交易号",
    render: ({ tradeNo }) => (
      <span className={styles.number} translate="no">
        {tradeNo}
      </span>
    ),
  },
  { title: "金额", align: "end", render: ({ amount }) => <Money amount={amount} /> },
  { title: "付款时间", render: ({ paymentTime }) => <Instant iso={paymentTime} format="second" /> },
  { title: "得知于", render: ({ source }) => SOURCE_WORDS[source] },
  { title: "用途", render: ({ kind }) => PAYMENT_WORDS[kind] },
  { title: "去向", render: ({ isReturned }) => (isReturned ? "已全部退回" : "已收下") },
];

/** What Alipay was asked to take, and what came in. */
export function MoneyIn({ attempts, payments }: Pick<AdminOrderDetail, "attempts" | "payments">) {
  return (
    <>
      <Section title="到账的款">
        {payments.length === 0 ? (
          <p className={styles.none}>还没有收到付款。</p>
        ) : (
          <Ledger caption="到账的款" columns={PAYMENTS} rows={payments} rowKey={({ tradeNo }) => tradeNo} />
        )}
      </Section>
      <Section title="打开过的收银台">
        <Ledger caption="打开过的收银台" columns={ATTEMPTS} rows={attempts} rowKey={({ outTradeNo }) => outTradeNo} />
      </Section>
    </>
  );
}

const LOTS: readonly Column<GrantedLotView>[] = [
  { title: "积分", render: ({ kind }) => (kind === "PAID" ? "购买" : "赠送") },
  { title: "发放", align: "end", render: ({ granted }) => count(granted) },
  { title: "剩余", align: "end", render: ({ remaining }) => count(remaining) },
  { title: "退款冻结", align: "end", render: ({ frozen }) => count(frozen) },
  { title: "任务预留", align: "end", render: ({ reserved }) => count(reserved) },
  { title: "到期", render: ({ expireTime }) => (expireTime ? <Instant iso={expireTime} /> : "长期有效") },
];

/** Whether the goods went out, and what has become of them. */
export function Goods({ file: { delivery, lots, segment } }: { file: AdminOrderDetail }) {
  return (
    <Section title="发放">
      {delivery ? <Delivery delivery={delivery} /> : <p className={styles.none}>付款后才会发放。</p>}
      {lots.length > 0 && (
        <div className={styles.goods}>
          <Ledger caption="发放的积分" columns={LOTS} rows={lots} rowKey={({ id }) => id} />
        </div>
      )}
      {segment && (
        <div className={styles.goods}>
          <Segment segment={segment} />
        </div>
      )}
    </Section>
  );
}

function Delivery({ delivery }: { delivery: DeliveryView }) {
  const { status, retryCount, lastError, nextRetryTime, deliveredTime } = delivery;
  return (
    <Facts
      facts={[
        { label: "状态", value: DELIVERY_STATUS_TEXTS[status] },
        { label: "发放时间", value: deliveredTime && <Instant iso={deliveredTime} format="second" /> },
        { label: "重试次数", value: retryCount > 0 ? retryCount : null },
        { label: "下次重试", value: nextRetryTime && <Instant iso={nextRetryTime} format="second" /> },
        { label: "失败原因", value: lastError },
      ]}
    />
  );
}

export const SEGMENT_WORDS = {
  ACTIVE: "有效",
  FROZEN: "退款冻结",
  EXPIRED: "已到期",
  REFUNDED: "退款收回",
} as const satisfies Record<SegmentView["status"], string>;

function Segment({ segment }: { segment: SegmentView }) {
  return (
    <Facts
      facts={[
        { label: "套餐", value: segment.planName },
        { label: "套餐状态", value: SEGMENT_WORDS[segment.status] },
        { label: "开始", value: <Instant iso={segment.startDate} /> },
        { label: "结束", value: <Instant iso={segment.endDate} /> },
      ]}
    />
  );
}

const REFUND_KINDS: Readonly<Record<RefundRow["kind"], string>> = {
  ORDER: "订单退款",
  STRAY: "多余付款退回",
  OUTSIDE: "支付宝另行退款",
};

const REFUNDS: readonly Column<RefundRow>[] = [
  { title: "退款", render: ({ id, reason }) => <Link href={`/admin/refunds/${id}`}>{reason}</Link> },
  { title: "类别", render: ({ kind }) => REFUND_KINDS[kind] },
  { title: "金额", align: "end", render: ({ amount }) => <Money amount={amount} /> },
  { title: "状态", render: (refund) => <RefundStatusTag refund={refund} /> },
  { title: "申请时间", render: ({ createTime }) => <Instant iso={createTime} format="second" /> },
  { title: "完成时间", render: ({ finishTime }) => finishTime && <Instant iso={finishTime} format="second" /> },
];

export function Refunds({ refunds }: { refunds: RefundRow[] }) {
  if (refunds.length === 0) return null;
  return (
    <Section title="退款">
      <Ledger caption="退款" columns={REFUNDS} rows={refunds} rowKey={({ id }) => id} />
    </Section>
  );
}
