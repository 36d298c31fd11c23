import { useInfiniteQuery } from "@tanstack/react-query";
import { Input } from "antd";
import Link from "next/link";
import { useState } from "react";
import { DIFFERENCE_STATUS_TEXTS, DIFFERENCE_TEXTS, type BillLineView } from "@/lib/contracts/differences.ts";
import { Instant } from "../ui/instant.tsx";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { Money } from "../ui/money.tsx";
import { Empty } from "../ui/page-state.tsx";
import { Paged } from "../ui/paged.tsx";
import { Section } from "../ui/section.tsx";
import { StatusTag } from "../ui/status-tag.tsx";
import { KIND_WORDS } from "./difference-words.ts";
import styles from "./differences.module.css";
import { billLinesQuery } from "./queries.ts";

/** Finds a line of a bill by any of its numbers. */
export function BillLines() {
  const [number, setNumber] = useState("");
  return (
    <Section title="找账单上的一行">
      <p className={styles.about}>
        填支付宝交易号、商户订单号或退款单号，要完整。与账本一致的行也找得到；别的应用的行只计笔数与金额，没有逐笔保存。
      </p>
      <search aria-label="找账单上的一行" className={styles.search}>
        <Input.Search
          aria-label="单号"
          placeholder="单号"
          enterButton="查找"
          allowClear
          maxLength={200}
          onSearch={(text) => setNumber(text.trim())}
        />
      </search>
      {number !== "" && <Lines number={number} />}
    </Section>
  );
}

function Lines({ number }: { number: string }) {
  return (
    <Paged found={useInfiniteQuery(billLinesQuery(number))} fields={["number"]} rows={3}>
      {(pages) => {
        const lines = pages.flatMap((page) => page.list);
        if (lines.length === 0) return <Empty title="账单上没有这个单号：那天的账单可能还没有到，或者是别的应用的。" />;
        return (
          <Ledger
            caption="账单上的行"
            columns={COLUMNS}
            rows={lines}
            rowKey={({ day, lineNo, sellerId }) => `${day} ${lineNo} ${sellerId}`}
          />
        );
      }}
    </Paged>
  );
}

const STATES = {
  MATCHED: { tone: "good", text: "与账本一致" },
  DIFFERS: { tone: "waiting", text: "有差异" },
  UNCOMPARED: { tone: "moving", text: "还没有核对完" },
} as const;

const COLUMNS: readonly Column<BillLineView>[] = [
  {
    title: "账单日",
    render: ({ day, lineNo }) => (
      <span className={styles.stack}>
        <span>{day}</span>
        <span className={styles.small}>{`第 ${lineNo} 行`}</span>
      </span>
    ),
  },
  { title: "种类", render: ({ kind }) => KIND_WORDS[kind] },
  { title: "金额", align: "end", render: ({ amount }) => <Money amount={amount} /> },
  {
    title: "单号",
    render: ({ tradeNo, outTradeNo, outRequestNo, orderSn }) => (
      <span className={styles.numbers}>
        <span>{`交易 ${tradeNo}`}</span>
        {orderSn ? (
          <Link href={`/admin/orders/${orderSn}`}>{`订单 ${orderSn}`}</Link>
        ) : (
          <span>{`单号 ${outTradeNo}`}</span>
        )}
        {outRequestNo && <span>{`退款 ${outRequestNo}`}</span>}
      </span>
    ),
  },
  { title: "完成于", render: ({ time }) => <Instant iso={time} format="second" /> },
  {
    title: "核对",
    render: ({ state, difference }) => (
      <span className={styles.stack}>
        <StatusTag tone={STATES[state].tone}>{STATES[state].text}</StatusTag>
        {difference && (
          <span className={styles.small}>
            {`${DIFFERENCE_TEXTS[difference.what]}，${DIFFERENCE_STATUS_TEXTS[difference.status]}`}
          </span>
        )}
      </span>
    ),
  },
];
