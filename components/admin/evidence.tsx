"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import type { EvidenceView } from "@/lib/contracts/audit.ts";
import { Refusal } from "../ui/callout.tsx";
import { Facts } from "../ui/facts.tsx";
import { Instant } from "../ui/instant.tsx";
import { Money } from "../ui/money.tsx";
import { Failed, Loading } from "../ui/page-state.tsx";
import { Section } from "../ui/section.tsx";
import styles from "./evidence.module.css";
import { evidenceQuery } from "./queries.ts";

const SOURCES = { NOTIFY: "支付宝通知", QUERY: "我们问的", BILL: "账单" } as const satisfies Record<
  EvidenceView["source"],
  string
>;

/** What Alipay said about an order, and what we made of it; each can be opened to its own words. */
export function Evidence({ orderSn }: { orderSn: string }) {
  const found = useInfiniteQuery(evidenceQuery(orderSn));
  const { data, error, hasNextPage, isFetchingNextPage, isFetchNextPageError } = found;
  const list = data?.pages.flatMap((page) => page.list) ?? [];
  return (
    <Section title="支付宝说过的话">
      {error && !isFetchNextPageError ? (
        <Failed error={error} onRetry={() => void found.refetch()} />
      ) : !data ? (
        <Loading rows={3} />
      ) : list.length === 0 ? (
        <p className={styles.none}>支付宝还没有说过什么。问过而没有付款的回答不留。</p>
      ) : (
        <ul className={styles.list}>
          {list.map((one) => (
            <li key={one.id}>
              <Said said={one} />
            </li>
          ))}
        </ul>
      )}
      {isFetchNextPageError && <Refusal error={error!} otherwise="没有读到，请重试" />}
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          更多
        </Button>
      )}
    </Section>
  );
}

function Said({ said }: { said: EvidenceView }) {
  const { time, source, verdictText, amount, fields, content, tradeNo } = said;
  return (
    <details className={styles.said}>
      <summary>
        <Instant iso={time} format="second" />
        <span>{SOURCES[source]}</span>
        <strong>{verdictText}</strong>
        {amount !== null && <Money amount={amount} />}
      </summary>
      <Facts facts={fields.length > 0 ? fields : [{ label: "交易号", value: tradeNo }]} />
      <p className={styles.label}>原话</p>
      <pre className={styles.content} translate="no" tabIndex={0} aria-label="原话">
        {content}
      </pre>
    </details>
  );
}
