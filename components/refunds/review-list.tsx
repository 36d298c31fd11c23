"use client";

import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import Link from "next/link";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import type { AdminRefundRow } from "@/lib/contracts/refunds.ts";
import { REPEAT_WINDOW_MS } from "@/lib/core/deadlines.ts";
import { spanText } from "@/lib/core/time.ts";
import { Instant } from "../ui/instant.tsx";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { Money } from "../ui/money.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Pages } from "../ui/pages.tsx";
import { Empty, Failed, Loading } from "../ui/page-state.tsx";
import { RefundStatusTag } from "../ui/status-tag.tsx";
import { REFUNDS_PER_PAGE, refundsToReviewQuery } from "./queries.ts";
import { queueOf, reviewFilterOf } from "./review-filter.ts";
import styles from "./review.module.css";

/** What the queue can be narrowed to; "all" is no status. */
const QUEUES = [
  { value: "REVIEWING", label: "待审核" },
  { value: "SENT", label: "处理中" },
  { value: "REFUSED", label: "未成功" },
  { value: "SUCCESS", label: "已退款" },
  { value: "all", label: "全部" },
];

/** Refunds that wait for a person, and all others behind the switch. */
export function ReviewList() {
  const search = useSearchParams();
  const router = useRouter();
  const pathname = usePathname();
  const queue = queueOf(search);
  const filter = reviewFilterOf(search);
  const { data, error, refetch, isPlaceholderData } = useQuery(refundsToReviewQuery(filter));
  const show = (status: string) => router.replace(`${pathname}?${new URLSearchParams({ status })}`, { scroll: false });
  return (
    <>
      <PageHead
        title="退款审核"
        actions={<Segmented aria-label="退款状态" options={QUEUES} value={queue} onChange={show} />}
      >
        {`金额超过自动限额，或 ${spanText(REPEAT_WINDOW_MS)}内再次退款的申请，由人来定。`}
      </PageHead>
      {error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={8} />
      ) : data.total === 0 ? (
        <Empty title={queue === "REVIEWING" ? "没有等待审核的退款。" : "没有这样的退款。"} />
      ) : (
        <>
          <Ledger
            caption="退款"
            columns={COLUMNS}
            rows={data.list}
            rowKey={(refund) => refund.id}
            isStale={isPlaceholderData}
          />
          <Pages pageNum={filter.pageNum} pageSize={REFUNDS_PER_PAGE} total={data.total} />
        </>
      )}
    </>
  );
}

const COLUMNS: readonly Column<AdminRefundRow>[] = [
  {
    title: "商品",
    render: (refund) => (
      <span className={styles.stack}>
        <Link href={`/admin/refunds/${refund.id}`}>{refund.productName}</Link>
        <span className={styles.small}>
          <Link href={`/admin/orders/${refund.orderSn}`}>{refund.orderSn}</Link>
        </span>
      </span>
    ),
  },
  { title: "买家", render: (refund) => refund.memberName },
  { title: "申请时间", render: (refund) => <Instant iso={refund.createTime} /> },
  {
    title: "应退 / 实付",
    align: "end",
    render: (refund) => (
      <span className={styles.stack}>
        <strong>
          <Money amount={refund.amount} />
        </strong>
        <span className={styles.small}>
          实付 <Money amount={refund.paid} />
        </span>
      </span>
    ),
  },
  {
    title: "状态",
    render: (refund) => (
      <span className={styles.stack}>
        <RefundStatusTag refund={refund} />
        {refund.needsSecondReview && <span className={styles.small}>{`双人审核 ${refund.approvals}/2`}</span>}
      </span>
    ),
  },
  {
    title: "值得留意",
    render: (refund) =>
      refund.riskMarks.length === 0 ? null : (
        <span className={styles.marks}>
          {refund.riskMarks.map((mark) => (
            <span key={mark} className={styles.mark}>
              {mark}
            </span>
          ))}
        </span>
      ),
  },
];
