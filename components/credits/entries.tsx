"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import type { LedgerEntryView } from "@/lib/contracts/credits.ts";
import { Instant } from "../ui/instant.tsx";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { count } from "../ui/money.tsx";
import { pageNumOf } from "../ui/page-number.ts";
import { Pages } from "../ui/pages.tsx";
import { Empty, Failed, Loading } from "../ui/page-state.tsx";
import { Section } from "../ui/section.tsx";
import styles from "./entries.module.css";
import { ENTRIES_PER_PAGE, ledgerQuery } from "./queries.ts";

const COLUMNS: readonly Column<LedgerEntryView>[] = [
  { title: "时间", render: (entry) => <Instant iso={entry.createTime} /> },
  { title: "类型", render: (entry) => entry.typeText },
  {
    title: "说明",
    render: ({ orderSn, reason }) =>
      orderSn === null ? <span>{reason}</span> : <Link href={`/orders/${orderSn}`}>{reason}</Link>,
  },
  { title: "变动", align: "end", render: (entry) => <Delta delta={entry.delta} /> },
  { title: "变动后合计", align: "end", render: (entry) => count(entry.balanceAfter) },
];

/** Every change of the balance, newest first. */
export function Entries() {
  const pageNum = pageNumOf(useSearchParams());
  const { data, error, refetch, isPlaceholderData } = useQuery(ledgerQuery(pageNum));
  return (
    <Section title="积分明细">
      {error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={6} />
      ) : data.total === 0 ? (
        <Empty title="还没有变动。" />
      ) : (
        <>
          <Ledger
            caption="积分明细"
            columns={COLUMNS}
            rows={data.list}
            rowKey={(entry) => entry.id}
            isStale={isPlaceholderData}
          />
          <Pages pageNum={pageNum} pageSize={ENTRIES_PER_PAGE} total={data.total} />
        </>
      )}
    </Section>
  );
}

function Delta({ delta }: { delta: number }) {
  return (
    <strong className={styles.delta} data-in={delta > 0}>
      {`${delta > 0 ? "+" : "−"}${count(Math.abs(delta))}`}
    </strong>
  );
}
