import { describe, expect, test } from "vitest";
import { invariantsAt } from "../books/invariants.ts";
import { after, HOUR_MS, MINUTE_MS } from "../core/time.ts";
import { at } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { statementsOf } from "../testing/statements.ts";
import { checkJobs } from "./check-jobs.ts";
import { JOB_NAMES, JOBS } from "./list.ts";
import { knowJobs, listJobs } from "./list-jobs.ts";
import { isSilent } from "./rules.ts";
import { runJob } from "./run-job.ts";

useDatabase();

const heartbeat = async (name: string) => (await query("select * from sys_job where name = $1", [name]))[0];
const job = async (name: string, now: Date) => (await listJobs(now)).find((one) => one.name === name);

describe("a run", () => {
  test("leaves when it began, when it succeeded and what it did", async () => {
    const report = await runJob("complete-orders", at(0));
    expect(report).toEqual({ claimed: 0, done: 0, failed: 0, left: 0 });
    expect(await job("complete-orders", at(1))).toEqual({
      name: "complete-orders",
      title: "完成过了退款期的订单",
      schedule: "15 * * * *",
      startedTime: at(0).toISOString(),
      succeededTime: expect.any(String) as string,
      report,
      isSilent: false,
    });
  });

  test("that throws has begun and not succeeded, and the last success stands", async () => {
    await runJob("complete-orders", at(0));
    const { succeeded_at, report } = (await heartbeat("complete-orders")) as Record<string, unknown>;
    await query("alter table oms_order rename to hidden");
    await expect(runJob("complete-orders", at(60))).rejects.toThrow("oms_order");
    await query("alter table hidden rename to oms_order");
    expect(await heartbeat("complete-orders")).toMatchObject({ started_at: at(60), succeeded_at, report });
  });

  test("of a longer round goes on where the last one left off", async () => {
    await runJob("reconcile", at(0));
    const all = invariantsAt(at(0)).map(({ id }) => id);
    // As if the last one had stopped before the last invariant.
    await query("update sys_job set report = report || jsonb_build_object('next', $1::text)", [all.at(-1)]);
    expect((await job("reconcile", at(1)))!.report).toEqual({ claimed: 0, done: 0, failed: 0, left: 0 });
    const part = await statementsOf(() => runJob("reconcile", at(60)));
    const whole = await statementsOf(() => runJob("reconcile", at(120)));
    expect(whole.reads - part.reads).toBe(all.length - 1);
  });

  test("beside others of the same job is a heartbeat like theirs", async () => {
    const runs = Array.from({ length: 8 }, (_, i) => runJob("complete-orders", at(i)));
    await expect(Promise.all(runs)).resolves.toHaveLength(8);
    expect(await query("select name from sys_job")).toEqual([{ name: "complete-orders" }]);
  });
});

describe("a job", () => {
  test.each([
    [MINUTE_MS, 3 * MINUTE_MS],
    [HOUR_MS, 3 * HOUR_MS],
  ])("of every %i ms is silent once three intervals have passed since it succeeded, and not before", (everyMs, ms) => {
    const succeeded = { succeededAt: at(0), createTime: at(-10_000) };
    expect(isSilent(succeeded, { everyMs }, after(at(0), ms))).toBe(false);
    expect(isSilent(succeeded, { everyMs }, after(at(0), ms + 1))).toBe(true);
    const never = { succeededAt: null, createTime: at(0) };
    expect(isSilent(never, { everyMs }, after(at(0), ms))).toBe(false);
    expect(isSilent(never, { everyMs }, after(at(0), ms + 1))).toBe(true);
  });

  test("is known from the start of the server, whether or not it ever runs, and only once", async () => {
    await knowJobs(at(0));
    await knowJobs(at(100));
    expect(await query("select distinct create_time from sys_job")).toEqual([{ create_time: at(0) }]);
    expect((await query("select name from sys_job")).length).toBe(JOB_NAMES.length);
  });

  test("that nobody has heard of is known from the first question on", async () => {
    await expect(checkJobs(at(0))).resolves.toEqual({ jobs: "ok" });
    await expect(checkJobs(after(at(3), 1))).rejects.toMatchObject({ code: "JOBS_SILENT", status: 503 });
  });

  test("that is silent is told of by the next one that runs, until it runs again", async () => {
    await knowJobs(at(0));
    const alerts = () => query("select cause, detail, resolved_time from sys_alert order by cause");
    for (const name of JOB_NAMES) if (name !== "settle-refunds") await runJob(name, at(1));
    await runJob("expire-goods", at(3));
    expect(await alerts()).toEqual([]);
    for (const name of JOB_NAMES) if (name !== "settle-refunds") await runJob(name, at(4));
    const job = `${JOBS["settle-refunds"].title}（settle-refunds）`;
    expect(await alerts()).toEqual([{ cause: "settle-refunds", detail: { job }, resolved_time: null }]);
    await runJob("settle-refunds", at(5));
    await runJob("expire-goods", at(5));
    expect(await alerts()).toMatchObject([{ cause: "settle-refunds", resolved_time: at(5) }]);
  });

  test("that is silent with all others, because the scheduler was, is told of by none", async () => {
    for (const minutes of [0, 10, 11]) for (const name of JOB_NAMES) await runJob(name, at(minutes));
    expect(await query("select * from sys_alert")).toEqual([]);
  });

  test("that is silent is named, in words and by its route, and no other", async () => {
    await knowJobs(at(0));
    for (const name of JOB_NAMES) if (name !== "settle-refunds") await runJob(name, at(10));
    const words = `有定时任务太久没有成功运行：${JOBS["settle-refunds"].title}（settle-refunds）`;
    await expect(checkJobs(at(10))).rejects.toMatchObject({ message: words });
    await runJob("settle-refunds", at(10));
    await expect(checkJobs(at(10))).resolves.toEqual({ jobs: "ok" });
  });
});
