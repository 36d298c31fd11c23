"use client";

import { useQuery } from "@tanstack/react-query";
import type { JobView } from "@/lib/contracts/jobs.ts";
import { Instant } from "../ui/instant.tsx";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { count } from "../ui/money.tsx";
import { Failed, Loading } from "../ui/page-state.tsx";
import { Section } from "../ui/section.tsx";
import { StatusTag } from "../ui/status-tag.tsx";
import { jobsQuery } from "./queries.ts";

const COLUMNS: readonly Column<JobView>[] = [
  { title: "任务", render: ({ title }) => title },
  { title: "状态", render: (job) => <JobTag job={job} /> },
  { title: "上次成功", render: ({ succeededTime }) => (succeededTime ? <Moment iso={succeededTime} /> : "还没有") },
  { title: "上次开始", render: ({ startedTime }) => (startedTime ? <Moment iso={startedTime} /> : "还没有") },
  { title: "上次做了什么", render: ({ report }) => report && <Report report={report} /> },
];

/** What runs by itself, and whether it does. */
export function Jobs() {
  const { data: jobs, error, refetch } = useQuery(jobsQuery());
  return (
    <Section title="定时任务">
      {error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : jobs ? (
        <Ledger caption="定时任务" columns={COLUMNS} rows={jobs} rowKey={({ name }) => name} />
      ) : (
        <Loading rows={8} label="正在读取定时任务" />
      )}
    </Section>
  );
}

function Moment({ iso }: { iso: string }) {
  return <Instant iso={iso} format="second" />;
}

function JobTag({ job: { isSilent, succeededTime } }: { job: JobView }) {
  if (isSilent) return <StatusTag tone="bad">太久没有成功</StatusTag>;
  return succeededTime ? <StatusTag tone="good">正常</StatusTag> : <StatusTag tone="waiting">等待第一次运行</StatusTag>;
}

function Report({ report: { claimed, failed, left } }: { report: NonNullable<JobView["report"]> }) {
  const parts = [`处理 ${count(claimed)} 条`];
  if (failed > 0) parts.push(`没做成 ${count(failed)} 条`);
  if (left > 0) parts.push(`还剩 ${count(left)} 条`);
  return <span>{claimed + left === 0 ? "没有到期的" : parts.join("，")}</span>;
}
