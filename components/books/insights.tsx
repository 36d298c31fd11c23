"use client";

import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { INSIGHT_DAYS, type InsightProduct, type InsightsView } from "@/lib/contracts/insights.ts";
import { issueOf } from "../data/api-client.ts";
import { DayFields, type Days } from "../ui/day-fields.tsx";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { count, Money } from "../ui/money.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Empty, Failed, Loading } from "../ui/page-state.tsx";
import { Section } from "../ui/section.tsx";
import { DayCharts } from "./day-charts.tsx";
import { Figure, Figures } from "./figure.tsx";
import { rateText, spanText } from "./insight-words.ts";
import styles from "./insights.module.css";
import { insightsQuery } from "./queries.ts";

/** What a range of days brought. The range stands in the address. */
export function Insights() {
  const words = useSearchParams();
  const asked = { from: words.get("from") ?? "", to: words.get("to") ?? "" };
  const { data, error, isPlaceholderData, refetch } = useQuery(insightsQuery(asked));
  const issue = issueOf(error, "from") ?? issueOf(error, "to");
  return (
    <>
      <PageHead title="经营">{`按北京时间的日子，首尾两天都在内，最多 ${INSIGHT_DAYS} 天。`}</PageHead>
      {/* Another range in the address, or the usual one once it is known, is another form. */}
      <Range key={`${asked.from} ${asked.to} ${data?.from}`} days={asked.from || asked.to || !data ? asked : data} />
      {issue ? (
        <Empty title={issue} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <div aria-busy={isPlaceholderData} className={styles.all} data-stale={isPlaceholderData}>
          <Totals insights={data} />
          <DayCharts days={data.days} />
          <Products products={data.products} />
        </div>
      ) : (
        <Loading rows={12} />
      )}
    </>
  );
}

function Range({ days: first }: { days: Days }) {
  const [days, setDays] = useState<Days>({ from: first.from, to: first.to });
  const router = useRouter();
  const pathname = usePathname();
  return (
    <form
      className={styles.range}
      onSubmit={(event) => {
        event.preventDefault();
        const given = Object.entries(days).filter(([, day]) => day !== "");
        router.replace(`${pathname}?${new URLSearchParams(given)}`, { scroll: false });
      }}
    >
      <DayFields days={days} onChange={setDays} />
      <Button type="primary" htmlType="submit">
        查看
      </Button>
    </form>
  );
}

function Totals({ insights: { from, to, total, outstanding } }: { insights: InsightsView }) {
  const { ordersMade, ordersPaid, paidFen, refundedFen, successRate, deliveryMedianMs, deliveryP99Ms } = total;
  const share = ordersMade === 0 ? null : ordersPaid / ordersMade;
  return (
    <Section title={`${from} 至 ${to}`}>
      <Figures>
        <Figure label="收款" value={<Money amount={paidFen / 100} />} note="多付的也在内" />
        <Figure label="退款" value={<Money amount={refundedFen / 100} />} note="按退成的日子" />
        <Figure label="净收入" value={<Money amount={(paidFen - refundedFen) / 100} />} note="收款减退款，未扣手续费" />
        <Figure
          label="订单"
          value={count(ordersMade)}
          note={`付款 ${count(ordersPaid)} 单${share === null ? "" : `，是下单的 ${rateText(share)}`}`}
        />
        <Figure
          label="成功率"
          value={rateText(successRate)}
          note="收了钱的订单里，已发放或退回的"
          isWaiting={successRate !== null && successRate < 0.99}
        />
        <Figure
          label="付款到发放"
          value={spanText(deliveryMedianMs)}
          note={`中位数；99% 在 ${spanText(deliveryP99Ms)} 之内`}
        />
        <Figure
          label="还欠买家的积分"
          value={count(outstanding.paid + outstanding.bonus)}
          note={`现在；购买 ${count(outstanding.paid)}，赠送 ${count(outstanding.bonus)}`}
        />
        <Figure label="到期未用的积分" value={count(total.expiredCredits)} note="在这段日子里到期" />
      </Figures>
    </Section>
  );
}

const PRODUCTS: readonly Column<InsightProduct>[] = [
  { title: "商品", render: ({ name }) => name },
  { title: "下单", align: "end", render: ({ ordersMade }) => count(ordersMade) },
  { title: "付款", align: "end", render: ({ ordersPaid }) => count(ordersPaid) },
  { title: "收款", align: "end", render: ({ paidFen }) => <Money amount={paidFen / 100} /> },
  { title: "退款", align: "end", render: ({ refundedFen }) => <Money amount={refundedFen / 100} /> },
];

function Products({ products }: { products: readonly InsightProduct[] }) {
  return (
    <Section title="按商品">
      {products.length === 0 ? (
        <Empty title="这段日子里没有订单。" />
      ) : (
        <Ledger
          caption="按商品"
          columns={PRODUCTS}
          rows={products}
          rowKey={({ productType, name }) => `${productType} ${name}`}
        />
      )}
    </Section>
  );
}
