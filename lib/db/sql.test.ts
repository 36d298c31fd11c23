import { beforeAll, describe, expect, test, vi } from "vitest";
import { pool } from "./client.ts";
import { query, useDatabase } from "../testing/database.ts";
import { row, rows, sql } from "./sql.ts";

useDatabase();

beforeAll(async () => {
  await query(`create function raise_state(state text) returns int language plpgsql as $$
    begin raise exception using errcode = state; end $$`);
});

const raised = (state: string) => rows(sql`select raise_state(${state})`);

describe("a statement", () => {
  test("answers bigint as bigint, json as objects, instants as dates", async () => {
    const [found] = await rows(
      sql`select 9007199254740993::bigint as big, 7 as int, '{"a":1}'::jsonb as json, ${new Date(0)}::timestamptz as at`,
    );
    expect(found).toEqual({ big: 9007199254740993n, int: 7, json: { a: 1 }, at: new Date(0) });
  });

  test("of which one row is wanted answers it, or null", async () => {
    expect(await row(sql`select 1 as one`)).toEqual({ one: 1 });
    expect(await row(sql`select 1 where false`)).toBeNull();
  });

  test("never mistakes a value for SQL", async () => {
    const value = "'; drop table oms_order; --";
    expect(await row(sql`select ${value} as value`)).toEqual({ value });
  });
});

describe("bad weather is BUSY: nothing was done, come again", () => {
  test.each([
    ["55P03", "a lock was not to be had"],
    ["57014", "the statement took too long"],
    ["53100", "the disk is full"],
    ["53300", "too many connections"],
    ["57P01", "the server shuts down"],
    ["25006", "the server is read-only"],
  ])("%s, %s", async (state) => {
    await expect(raised(state)).rejects.toMatchObject({ code: "BUSY", status: 503, facts: { retryAfter: 2 } });
  });

  test("a connection that is killed under the statement, and the next statement finds a new one", async () => {
    const killed = rows(sql`select pg_terminate_backend(pg_backend_pid())`);
    await expect(killed).rejects.toMatchObject({ code: "BUSY" });
    expect(await row(sql`select 1 as one`)).toEqual({ one: 1 });
  });

  test("an idle connection that dies is replaced without anybody noticing", async () => {
    await Promise.all([1, 2, 3].map((n) => rows(sql`select ${n}::int`)));
    expect(pool().totalCount).toBeGreaterThan(1);
    await rows(
      sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await vi.waitFor(() => expect(pool().totalCount).toBe(1), { timeout: 5_000, interval: 5 });
    expect(await Promise.all([1, 2].map((n) => row(sql`select ${n}::int as n`)))).toEqual([{ n: 1 }, { n: 2 }]);
  });
});

test.each(["23514", "22003", "42P01", "ZF002"])("%s is no weather: it is told as it is", async (state) => {
  await expect(raised(state)).rejects.toMatchObject({ code: state });
});

test("nothing waits or runs for ever", async () => {
  const [settings] = await rows(
    sql`select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
      current_setting('idle_in_transaction_session_timeout') as idle, current_setting('application_name') as name`,
  );
  expect(settings).toEqual({ statement: "10s", lock: "5s", idle: "10s", name: "zhangfang" });
});
