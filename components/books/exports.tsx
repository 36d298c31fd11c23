"use client";

import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { EXPORT_NAMES, EXPORTS, type ExportName, type ExportView } from "@/lib/contracts/exports.ts";
import { DayFields, type Days } from "../ui/day-fields.tsx";
import { Instant } from "../ui/instant.tsx";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { count } from "../ui/money.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Empty, Failed, Loading } from "../ui/page-state.tsx";
import { Section } from "../ui/section.tsx";
import { StatusTag } from "../ui/status-tag.tsx";
import { CheckFile } from "./check-file.tsx";
import styles from "./exports.module.css";
import { exportsQuery } from "./queries.ts";

/** Files for finance: a range of days, what each file holds, and whether a file is whole. `days`: those that are chosen first. */
export function Exports({ days: usual }: { days: Days }) {
  const [days, setDays] = useState(usual);
  return (
    <>
      <PageHead title="导出">
        CSV 文件，Excel 和 WPS 可以直接打开。日子按北京时间，首尾两天都在内；谁导出了什么会记入操作记录。
      </PageHead>
      <Section title="选日子">
        <DayFields days={days} onChange={setDays} />
      </Section>
      <Section title="选文件">
        <Ledger caption="可以导出的文件" columns={filesOf(days)} rows={EXPORT_NAMES} rowKey={(name) => name} />
      </Section>
      <Past />
    </>
  );
}

function filesOf({ from, to }: Days): readonly Column<ExportName>[] {
  const isRange = from !== "" && to !== "" && from <= to;
  return [
    { title: "文件", render: (name) => <strong>{EXPORTS[name].name}</strong> },
    { title: "内容", render: (name) => EXPORTS[name].holds },
    { title: "按哪一天算", render: (name) => EXPORTS[name].day },
    {
      title: "下载",
      align: "end",
      render: (name) => (
        <Button
          {...(isRange
            ? { href: `/api/admin/exports/${name}?${new URLSearchParams({ from, to })}` }
            : { disabled: true })}
          download
          aria-label={`下载${EXPORTS[name].name}`}
        >
          下载
        </Button>
      ),
    },
  ];
}

function Past() {
  const { data, error, refetch } = useQuery(exportsQuery());
  return (
    <Section title="最近的导出">
      <p className={styles.about}>
        下载中断的文件不完整，不要拿去记账。文件的校验值（SHA-256）与下表相同，才是完整的那一份。
      </p>
      {data ? (
        data.list.length === 0 ? (
          <Empty title="还没有导出过。" />
        ) : (
          <>
            <CheckFile exported={data.list} />
            <Ledger caption="最近的导出" columns={PAST} rows={data.list} rowKey={({ file }) => file} />
          </>
        )
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading rows={4} />
      )}
    </Section>
  );
}

const PAST: readonly Column<ExportView>[] = [
  {
    title: "文件",
    render: ({ name, file, from, to }) => (
      <span className={styles.stack}>
        <span>{`${EXPORTS[name].name} ${from} 至 ${to}`}</span>
        <span className={styles.small}>{file}</span>
      </span>
    ),
  },
  {
    title: "谁",
    render: ({ by, startTime }) => (
      <span className={styles.stack}>
        <span>{by}</span>
        <span className={styles.small}>
          <Instant iso={startTime} format="second" />
        </span>
      </span>
    ),
  },
  {
    title: "结果",
    render: ({ finished }) =>
      finished ? (
        <StatusTag tone="good">{`完整，${count(finished.rows)} 行`}</StatusTag>
      ) : (
        <StatusTag tone="waiting">还没有读完，或中断了</StatusTag>
      ),
  },
  {
    title: "校验值",
    render: ({ finished }) => finished && <code className={styles.sum}>{finished.sha256}</code>,
  },
];
