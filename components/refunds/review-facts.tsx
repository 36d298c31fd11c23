import Link from "next/link";
import type { AdminRefundDetail, RefundRow } from "@/lib/contracts/refunds.ts";
import { Facts } from "../ui/facts.tsx";
import { Instant } from "../ui/instant.tsx";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { Money } from "../ui/money.tsx";
import { Section } from "../ui/section.tsx";
import { RefundStatusTag } from "../ui/status-tag.tsx";

const REFUND_COLUMNS: readonly Column<RefundRow>[] = [
  { title: "商品", render: (refund) => <Link href={`/admin/refunds/${refund.id}`}>{refund.productName}</Link> },
  { title: "申请时间", render: (refund) => <Instant iso={refund.createTime} format="day" /> },
  { title: "金额", align: "end", render: (refund) => <Money amount={refund.amount} /> },
  { title: "状态", render: (refund) => <RefundStatusTag refund={refund} /> },
];

/** What has been done about it. Of sends, the first instant is known, and how many there were. */
export function Handling({ refund }: { refund: AdminRefundDetail }) {
  const { sentTime, nextCheckTime, finishTime, refusal, sendCount } = refund;
  return (
    <Facts
      facts={[
        { label: "订单号", value: <Link href={`/admin/orders/${refund.orderSn}`}>{refund.orderSn}</Link> },
        { label: "退款请求号", value: refund.outRequestNo },
        { label: "支付宝交易号", value: refund.tradeNo },
        { label: "申请时间", value: <Instant iso={refund.createTime} format="second" /> },
        { label: "发送次数", value: sendCount },
        { label: "首次发出", value: sentTime && <Instant iso={sentTime} format="second" /> },
        { label: "下次核实", value: nextCheckTime && <Instant iso={nextCheckTime} format="second" /> },
        { label: "完成时间", value: finishTime && <Instant iso={finishTime} format="second" /> },
        { label: "未成功原因", value: refusal },
      ]}
    />
  );
}

/** Who asks, and what they asked for before. */
export function Buyer({ member }: { member: AdminRefundDetail["member"] }) {
  return (
    <>
      <Section title="买家">
        <Facts
          facts={[
            { label: "称呼", value: member.name },
            { label: "邮箱", value: member.email },
            { label: "客户编号", value: member.customerId && <span translate="no">{member.customerId}</span> },
            { label: "注册时间", value: <Instant iso={member.createTime} /> },
            { label: "付款订单", value: `${member.paidOrders} 笔` },
            { label: "累计付款", value: <Money amount={member.paidTotal} /> },
            { label: "累计退款", value: <Money amount={member.refundedTotal} /> },
          ]}
        />
      </Section>
      {member.refunds.length > 0 && (
        <Section title="其他退款">
          <Ledger
            caption="这位买家的其他退款"
            columns={REFUND_COLUMNS}
            rows={member.refunds}
            rowKey={(refund) => refund.id}
          />
        </Section>
      )}
    </>
  );
}

type Review = AdminRefundDetail["reviews"][number];

const REVIEW_COLUMNS: readonly Column<Review>[] = [
  { title: "审核人", render: (review) => review.adminName },
  { title: "意见", render: (review) => (review.verdict === "APPROVE" ? "通过" : "驳回") },
  { title: "理由", render: (review) => review.reason || "—" },
  { title: "时间", render: (review) => <Instant iso={review.createTime} format="second" /> },
];

export function Reviews({ reviews }: { reviews: Review[] }) {
  if (reviews.length === 0) return null;
  return (
    <Section title="审核意见">
      <Ledger
        caption="审核意见"
        columns={REVIEW_COLUMNS}
        rows={reviews}
        rowKey={(review) => `${review.createTime} ${review.adminName}`}
      />
    </Section>
  );
}
