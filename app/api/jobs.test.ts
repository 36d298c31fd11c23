import { beforeAll, describe, expect, test } from "vitest";
import { JOB_NAMES } from "../../lib/jobs/list.ts";
import { query, useDatabase } from "../../lib/testing/database.ts";
import { findDoors, knock, type Door } from "../../lib/testing/doors.ts";
import { useSandbox } from "../../lib/testing/gateway.ts";

useSandbox();
useDatabase();

let doors: Door[];
beforeAll(async () => {
  doors = await findDoors();
});

const knockAt = (name: string, query = "") =>
  knock(
    doors.find((door) => door.name === name)!,
    {
      query,
      headers: { authorization: `Bearer ${process.env.CRON_SECRET}` },
    },
  );
const health = () => knockAt("GET /api/health", "jobs=1");

describe("the health of the jobs", () => {
  test("is good in a fresh installation, and as long as every job runs", async () => {
    expect(await health()).toMatchObject({ status: 200, json: { data: { status: "ok", jobs: "ok" } } });
    for (const name of JOB_NAMES) {
      const { status, json } = await knockAt(`GET /api/cron/${name}`);
      expect([status, json.data]).toEqual([200, { claimed: 0, done: 0, failed: 0, left: 0 }]);
    }
    expect(await query("select name from sys_job where succeeded_at is null")).toEqual([]);
    expect(await health()).toMatchObject({ status: 200 });
  });

  test("is 503 and names the job that has not succeeded for three of its intervals", async () => {
    await health();
    await query("update sys_job set create_time = now() - interval '4 minutes' where name = 'query-payments'");
    const { status, json } = await health();
    expect(status).toBe(503);
    expect(json).toMatchObject({ code: 503, error: "JOBS_SILENT", message: expect.stringContaining("query-payments") });
    expect(json.message).not.toContain("expire-orders");
    await knockAt("GET /api/cron/query-payments");
    expect(await health()).toMatchObject({ status: 200 });
  });
});
