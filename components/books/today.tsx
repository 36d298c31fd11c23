"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { TodayView } from "@/lib/contracts/books.ts";
import { count, Money } from "../ui/money.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Failed, Loading } from "../ui/page-state.tsx";
import { Section } from "../ui/section.tsx";
import { Figure, Figures } from "./figure.tsx";
import { todayQuery } from "./queries.ts";

/** Start page for operators: income of the day and open work. */
export function Today() {
  const { data: today, error, refetch } = useQuery(todayQuery());
  return (
    <>
      <PageHead title="今天">北京时间零点到现在的收支，和还没有办完的事。</PageHead>
      {error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : today ? (
        <Totals today={today} />
      ) : (
        <Loading rows={8} />
      )}
    </>
  );
}

function Totals({ today }: { today: TodayView }) {
  const { openAlerts, refundsToReview, deliveriesToMake } = today;
  return (
    <>
      <Section title={today.day}>
        <Figures>
          <Figure label="收款" value={<Money amount={today.paidAmount} />} note={`${count(today.paymentCount)} 笔`} />
          <Figure
            label="退款"
            value={<Money amount={today.refundedAmount} />}
            note={`${count(today.refundCount)} 笔`}
          />
          <Figure label="新订单" value={count(today.ordersMade)} note="付款与未付款都在内" />
        </Figures>
      </Section>
      <Section title="还没有办完的事">
        <Figures>
          <Figure
            label="待办提醒"
            value={count(openAlerts)}
            note={openAlerts === 0 ? "没有待办" : <Link href="/admin/alerts">去处理</Link>}
            isWaiting={openAlerts > 0}
          />
          <Figure
            label="等待审核的退款"
            value={count(refundsToReview)}
            note={refundsToReview === 0 ? "都审核过了" : <Link href="/admin/refunds">去审核</Link>}
            isWaiting={refundsToReview > 0}
          />
          <Figure
            label="还没发放的订单"
            value={count(deliveriesToMake)}
            note={deliveriesToMake === 0 ? "付了款的都已到账" : "会自动补发，补发不了会出现在待办提醒"}
            isWaiting={deliveriesToMake > 0}
          />
        </Figures>
      </Section>
    </>
  );
}
