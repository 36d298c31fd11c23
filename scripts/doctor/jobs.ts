import type pg from "pg";
import { beijingText } from "../../lib/core/time.ts";
import { JOB_NAMES, JOBS } from "../../lib/jobs/list.ts";
import { isSilent } from "../../lib/jobs/rules.ts";
import { error, ok, type Finding } from "./finding.ts";

interface Known {
  readonly name: string;
  readonly succeeded: Date | null;
  readonly known: Date;
}

/** Whether every job that this installation knows has succeeded lately. `client`: a database whose migrations are applied. */
export async function examineJobs(client: pg.ClientBase, now: Date): Promise<Finding> {
  const { rows } = await client.query<Known>(
    "select name, succeeded_at as succeeded, create_time as known from sys_job where name = any($1)",
    [JOB_NAMES],
  );
  if (rows.length === 0) return ok("定时任务还没有记录：应用第一次启动后开始计时");
  const silent = JOB_NAMES.flatMap((name) => {
    const row = rows.find((one) => one.name === name);
    if (!row || !isSilent({ succeededAt: row.succeeded, createTime: row.known }, JOBS[name], now)) return [];
    const last = row.succeeded ? `上次成功是北京时间 ${beijingText(row.succeeded)}` : "从来没有成功过";
    return [`${JOBS[name].title}（${name}，${last}）`];
  });
  return silent.length
    ? error(
        `这些定时任务太久没有成功运行：${silent.join("、")}`,
        "确认 Vercel Cron 或 npm run cron 正在运行，CRON_SECRET 与应用的相同，再看应用日志里它们的错误",
      )
    : ok("定时任务都在按时运行");
}
