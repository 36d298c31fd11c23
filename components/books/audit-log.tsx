"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import type { ActView } from "@/lib/contracts/audit.ts";
import { Instant } from "../ui/instant.tsx";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Empty } from "../ui/page-state.tsx";
import { Paged } from "../ui/paged.tsx";
import { AuditFilter } from "./audit-filter.tsx";
import styles from "./audit-log.module.css";
import { filterIn, type AuditFilterWords } from "./audit-words.ts";
import { auditQuery } from "./queries.ts";

/** Who did what, with filters that stand in the address. */
export function AuditLog() {
  const filter = filterIn(useSearchParams());
  return (
    <>
      <PageHead title="操作记录">谁在什么时候对什么做了什么，改动前后各是怎样。只增不改。</PageHead>
      {/* Another question in the address is another form. */}
      <AuditFilter key={JSON.stringify(filter)} filter={filter} />
      <Acts filter={filter} />
    </>
  );
}

function Acts({ filter }: { filter: AuditFilterWords }) {
  return (
    <Paged found={useInfiniteQuery(auditQuery(filter))} fields={["from", "to", "actor", "action", "target"]}>
      {(pages) => {
        const acts = pages.flatMap((page) => page.list);
        if (acts.length === 0) return <Empty title="没有这样的记录。" />;
        return <Ledger caption="操作记录" columns={COLUMNS} rows={acts} rowKey={({ id }) => id} />;
      }}
    </Paged>
  );
}

const COLUMNS: readonly Column<ActView>[] = [
  { title: "时间", render: ({ time }) => <Instant iso={time} format="second" /> },
  { title: "谁", render: ({ by }) => by },
  { title: "做了什么", render: ({ actionText }) => <strong className={styles.action}>{actionText}</strong> },
  { title: "对什么", render: ({ target }) => <span className={styles.target}>{target}</span> },
  { title: "详情", render: (act) => <Detail act={act} /> },
];

function Detail({ act: { facts, changes } }: { act: ActView }) {
  if (facts.length + changes.length === 0) return null;
  return (
    <ul className={styles.detail}>
      {changes.map(({ label, before, after }) => (
        <li key={`change ${label}`}>
          <span className={styles.label}>{`${label}：`}</span>
          <del className={styles.before}>{before ?? "（无）"}</del>
          <span aria-hidden="true"> → </span>
          <span className="visually-hidden">，改成</span>
          <ins className={styles.after}>{after ?? "（无）"}</ins>
        </li>
      ))}
      {facts.map(({ label, value }) => (
        <li key={label}>
          <span className={styles.label}>{`${label}：`}</span>
          <span>{value}</span>
        </li>
      ))}
    </ul>
  );
}
