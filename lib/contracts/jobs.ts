import { z } from "zod";
import type { EndpointTable } from "./endpoint.ts";
import { count, instant, words } from "./values.ts";

/** What one run of a job did. */
export const runReport = z
  .strictObject({
    claimed: count.describe("认领了多少条"),
    done: count.describe("做完了多少条"),
    failed: count.describe("没做成的有多少条"),
    left: count.describe("还有多少条到期未做，最多数到 1000；0：都做了"),
  })
  .meta({ id: "RunReport" });

const jobView = z
  .strictObject({
    name: z.string().describe("`/api/cron/` 后面的名字"),
    title: words,
    schedule: z.string().describe("cron 的五段，UTC"),
    startedTime: instant.nullable().describe("最近一次开始的时间"),
    succeededTime: instant.nullable().describe("最近一次成功的时间"),
    report: runReport.nullable().describe("最近一次成功做了什么"),
    isSilent: z.boolean().describe("已有三个周期没有成功运行"),
  })
  .meta({ id: "Job" });
export type JobView = z.infer<typeof jobView>;

export const jobEndpoints = {
  "GET /api/admin/jobs": {
    access: "admin",
    permission: "today:read",
    summary: "定时任务最近的运行",
    answer: z.array(jobView),
  },
} satisfies EndpointTable;
