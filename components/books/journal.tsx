"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import type { TrialBalanceView } from "@/lib/contracts/journal.ts";
import { issueOf } from "../data/api-client.ts";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { Money } from "../ui/money.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Empty, Failed, Loading } from "../ui/page-state.tsx";
import { Section } from "../ui/section.tsx";
import { StatusTag } from "../ui/status-tag.tsx";
import styles from "./journal.module.css";
import { MonthForm } from "./month-form.tsx";
import { journalQuery } from "./queries.ts";

/** The trial balance of a month. The month stands in the address. */
export function Journal() {
  const asked = useSearchParams().get("month") ?? "";
  const { data, error, isPlaceholderData, refetch } = useQuery(journalQuery(asked));
  const issue = issueOf(error, "month");
  return (
    <>
      <PageHead title="总账">
        每笔收款、发放、使用、到期与退款，都在同一刻记下借贷两方。这里是一个月的试算平衡；逐笔分录在“导出”里。
      </PageHead>
      {/* Another month in the address, or the usual one once it is known, is another form. */}
      <MonthForm key={`${asked} ${data?.month}`} month={asked || (data?.month ?? "")} />
      {issue ? (
        <Empty title={issue} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Balance balance={data} isStale={isPlaceholderData} />
      ) : (
        <Loading rows={12} />
      )}
    </>
  );
}

type Account = TrialBalanceView["accounts"][number];
type Line = Pick<Account, "name" | "opening" | "debit" | "credit" | "closing"> & { readonly holds?: string };

function Balance({ balance: { month, accounts, total }, isStale }: { balance: TrialBalanceView; isStale: boolean }) {
  const isEven = total.opening === 0 && total.closing === 0 && total.debit === total.credit;
  const lines: readonly Line[] = [...accounts, { name: "合计", ...total }];
  return (
    <Section title={`${month} 试算平衡`}>
      <p className={styles.verdict}>
        <StatusTag tone={isEven ? "good" : "bad"}>{isEven ? "借贷相等" : "借贷不相等"}</StatusTag>
      </p>
      <Ledger caption="试算平衡" columns={COLUMNS} rows={lines} rowKey={({ name }) => name} isStale={isStale} />
    </Section>
  );
}

const COLUMNS: readonly Column<Line>[] = [
  {
    title: "科目",
    render: ({ name, holds }) => (
      <span className={styles.account}>
        {holds ? <span>{name}</span> : <strong>{name}</strong>}
        {holds && <span className={styles.holds}>{holds}</span>}
      </span>
    ),
  },
  { title: "期初余额", align: "end", render: ({ opening }) => <Side fen={opening} /> },
  { title: "本月借方", align: "end", render: ({ debit }) => <Money amount={debit / 100} /> },
  { title: "本月贷方", align: "end", render: ({ credit }) => <Money amount={credit / 100} /> },
  { title: "期末余额", align: "end", render: ({ closing }) => <Side fen={closing} /> },
];

/** A balance with the side on which it stands. */
function Side({ fen }: { fen: number }) {
  return (
    <span>
      {fen !== 0 && <span className={styles.side}>{fen > 0 ? "借" : "贷"}</span>}
      <Money amount={Math.abs(fen) / 100} />
    </span>
  );
}
