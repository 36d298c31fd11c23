"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import {
  DIFFERENCE_STATUS_TEXTS,
  DIFFERENCE_TEXTS,
  type DifferenceDay,
  type DifferenceView,
} from "@/lib/contracts/differences.ts";
import type { DifferenceStatus } from "@/lib/core/states.ts";
import { Instant } from "../ui/instant.tsx";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { count, yuan } from "../ui/money.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Empty } from "../ui/page-state.tsx";
import { Paged } from "../ui/paged.tsx";
import { Section } from "../ui/section.tsx";
import { StatusTag } from "../ui/status-tag.tsx";
import { BillLines } from "./bill-lines.tsx";
import { DifferenceActs } from "./difference-acts.tsx";
import { DifferenceFilter } from "./difference-filter.tsx";
import { differenceFilterIn, KIND_WORDS, signedYuan, type DifferenceFilterWords } from "./difference-words.ts";
import styles from "./differences.module.css";
import { ForeignRules } from "./foreign-rules.tsx";
import { differencesQuery } from "./queries.ts";

/** Where Alipay's bills and our books differ, what became of each difference, and every line of a bill by its number. */
export function Differences() {
  const filter = differenceFilterIn(useSearchParams());
  return (
    <>
      <PageHead title="账单差异">
        支付宝账单与账本对不上的，一条一条在这里处理：入账、退回，或者写明理由核销。收款为正，退款为负；差额为正是账单多，为负是账单少。
      </PageHead>
      {/* Another question in the address is another form. */}
      <DifferenceFilter key={JSON.stringify(filter)} filter={filter} />
      <Found filter={filter} />
      <BillLines />
    </>
  );
}

function Found({ filter }: { filter: DifferenceFilterWords }) {
  const found = useInfiniteQuery(differencesQuery(filter));
  const first = found.data?.pages[0];
  return (
    <>
      <Section title="差异">
        <Paged found={found} fields={["from", "to", "what", "state"]}>
          {(pages) => {
            const rows = pages.flatMap((page) => page.list);
            if (rows.length === 0)
              return <Empty title={filter.state === "open" ? "没有待处理的差异。" : "没有这样的差异。"} />;
            return <Ledger caption="账单差异" columns={COLUMNS} rows={rows} rowKey={({ id }) => id} />;
          }}
        </Paged>
      </Section>
      {first && first.days.length > 0 && (
        <Section title="每一天的合计">
          <Ledger caption="每一天的合计" columns={DAY_COLUMNS} rows={first.days} rowKey={({ day }) => day} />
        </Section>
      )}
      {first && <ForeignRules rules={first.rules} />}
    </>
  );
}

const TONES = {
  OPEN: "waiting",
  BOOKED: "good",
  REFUNDED: "good",
  WRITTEN_OFF: "gone",
  FOREIGN: "gone",
  RESOLVED: "good",
} as const satisfies Record<DifferenceStatus, string>;

const COLUMNS: readonly Column<DifferenceView>[] = [
  {
    title: "日子",
    render: ({ day, kind }) => (
      <span className={styles.stack}>
        <span className={styles.day}>{day}</span>
        <span className={styles.small}>{KIND_WORDS[kind]}</span>
      </span>
    ),
  },
  {
    title: "不符之处",
    render: ({ what, billAmount, ourAmount }) => (
      <span className={styles.stack}>
        <span>{DIFFERENCE_TEXTS[what]}</span>
        <span className={styles.small}>{sidesText(billAmount, ourAmount)}</span>
      </span>
    ),
  },
  { title: "差额", align: "end", render: ({ amount }) => <strong translate="no">{signedYuan(amount)}</strong> },
  { title: "单号", render: (difference) => <Numbers difference={difference} /> },
  {
    title: "状态",
    render: ({ status, closed }) => (
      <span className={styles.stack}>
        <StatusTag tone={TONES[status]}>{DIFFERENCE_STATUS_TEXTS[status]}</StatusTag>
        {closed && (
          <span className={styles.small}>
            <span>{closed.by ? `${closed.by}：${closed.reason}` : closed.reason}</span>{" "}
            <Instant iso={closed.time} format="minute" />
          </span>
        )}
      </span>
    ),
  },
  { title: "处理", render: (difference) => <DifferenceActs difference={difference} /> },
];

function sidesText(billAmount: number | null, ourAmount: number | null): string {
  const side = (name: string, amount: number | null) => (amount === null ? `${name}没有` : `${name} ${yuan(amount)}`);
  return `${side("账单", billAmount)}，${side("账本", ourAmount)}`;
}

function Numbers({
  difference: { tradeNo, outTradeNo, outRequestNo, orderSn, sellerId },
}: {
  difference: DifferenceView;
}) {
  return (
    <span className={styles.numbers}>
      <span>{`交易 ${tradeNo}`}</span>
      {orderSn ? (
        <Link href={`/admin/orders/${orderSn}`}>{`订单 ${orderSn}`}</Link>
      ) : (
        <span>{`单号 ${outTradeNo}`}</span>
      )}
      {outRequestNo && <span>{`退款 ${outRequestNo}`}</span>}
      {sellerId && <span>{`账户 ${sellerId}`}</span>}
    </span>
  );
}

const DAY_COLUMNS: readonly Column<DifferenceDay>[] = [
  { title: "日子", render: ({ day }) => day },
  { title: "待处理", align: "end", render: ({ open }) => <Sum {...open} /> },
  { title: "处理过的", align: "end", render: ({ closed }) => <Sum {...closed} /> },
];

function Sum({ count: number, amount }: { count: number; amount: number }) {
  return (
    <span>
      <span translate="no">{yuan(amount)}</span> <span className={styles.number}>{`${count(number)} 条`}</span>
    </span>
  );
}
