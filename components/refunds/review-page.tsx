"use client";

import { useQuery } from "@tanstack/react-query";
import type { AdminRefundDetail } from "@/lib/contracts/refunds.ts";
import { useMay } from "../shell/member.tsx";
import { BackLink } from "../ui/back-link.tsx";
import { Facts } from "../ui/facts.tsx";
import { Money } from "../ui/money.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Failed, Loading } from "../ui/page-state.tsx";
import { Section } from "../ui/section.tsx";
import { RefundStatusTag } from "../ui/status-tag.tsx";
import { Decision } from "./decision.tsx";
import { refundToReviewQuery } from "./queries.ts";
import { Resending } from "./resending.tsx";
import { Resolving } from "./resolving.tsx";
import styles from "./review.module.css";
import { Buyer, Handling, Reviews } from "./review-facts.tsx";

/** One refund with everything that helps to decide about it. */
export function ReviewPage({ refundId }: { refundId: string }) {
  const { data: refund, error, refetch } = useQuery(refundToReviewQuery(refundId));
  return (
    <>
      <BackLink href="/admin/refunds">退款审核</BackLink>
      {refund && !error ? (
        <Refund refund={refund} />
      ) : (
        <>
          <PageHead title="退款" />
          {error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading rows={10} />}
        </>
      )}
    </>
  );
}

function Refund({ refund }: { refund: AdminRefundDetail }) {
  const mayDecide = useMay()("refunds:decide");
  return (
    <>
      <PageHead title={refund.productName}>{refund.reason}</PageHead>
      <div className={styles.sum}>
        <Money amount={refund.amount} look="total" />
        <RefundStatusTag refund={refund} />
        {refund.needsSecondReview && <span>{`双人审核：已有 ${refund.approvals} 人通过`}</span>}
      </div>
      {mayDecide && refund.reviewable && <Decision refund={refund} />}
      {mayDecide && refund.resolvable && <Resolving refund={refund} />}
      {mayDecide && refund.resendable && <Resending refund={refund} />}
      <div className={styles.columns}>
        <div>
          {refund.breakdown.length > 0 && (
            <Section title="买家看到的算法">
              <Facts facts={refund.breakdown} />
            </Section>
          )}
          <Section title="办理">
            <Handling refund={refund} />
          </Section>
        </div>
        <div>
          {refund.risk.length > 0 && (
            <Section title="值得留意">
              <Facts
                facts={refund.risk.map(({ label, value, stands }) => ({
                  label,
                  value: stands ? <span className={styles.stands}>{value}</span> : value,
                }))}
              />
            </Section>
          )}
          <Buyer member={refund.member} />
        </div>
      </div>
      <Reviews reviews={refund.reviews} />
    </>
  );
}
