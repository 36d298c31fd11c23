import type { Socket } from "node:net";
import { sql, type RawBuilder } from "kysely";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { env } from "../env.ts";
import { AppError } from "../core/errors.ts";
import { loseAnswer } from "../testing/lost-answers.ts";
import { closeDatabase, pool } from "./pool.ts";
import { db } from "./database.ts";
import { query, useDatabase } from "../testing/database.ts";
import { reportRow } from "./report.ts";
import { isDatabaseSilent } from "./conflict.ts";
import { send } from "./send.ts";

useDatabase();

beforeAll(async () => {
  await query(`create function raise_state(state text) returns int language plpgsql as $$
    begin raise exception using errcode = state; end $$`);
});

/** A checked-out client and its socket. */
interface Lent {
  readonly connection: { readonly stream: Socket };
}

const breakLine = ({ connection }: Lent) =>
  connection.stream.destroy(Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }));

const rows = <Row>(statement: RawBuilder<Row>) => statement.execute(db).then((result) => result.rows);
const row = async <Row>(statement: RawBuilder<Row>) => (await rows(statement))[0] ?? null;

function write(statement: RawBuilder<unknown>) {
  const { sql: text, parameters } = statement.compile(db);
  return send(text, parameters, "OUTCOME_UNKNOWN");
}

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

describe("a database that does not answer is BUSY to whoever reads: come again", () => {
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

test.each(["23514", "22003", "42P01", "ZF002"])("%s is an answer: it is told as it is", async (state) => {
  await expect(raised(state)).rejects.toMatchObject({ code: state });
});

describe("a write", () => {
  const pid = async () => (await row<{ pid: number }>(sql`select pg_backend_pid() as pid`))!.pid;
  const count = sql`insert into done_once (n) values (1) returning n`;

  beforeAll(() => query("create table done_once (n int)"));
  beforeEach(() => query("delete from done_once"));

  test.each(["55P03", "57014", "57P03", "53300", "53100", "25006"])(
    "that the server answers with %s was not done",
    async (state) => {
      const failed = write(sql`select raise_state(${state})`);
      await expect(failed).rejects.toMatchObject({ code: "BUSY", facts: { retryAfter: 2 } });
      await expect(failed).rejects.toSatisfy(isDatabaseSilent);
    },
  );

  test.each(["57P01", "57P02", "08006", "08P01"])("that ends with %s may have been done", async (state) => {
    const failed = write(sql`select raise_state(${state})`);
    await expect(failed).rejects.toMatchObject({ code: "OUTCOME_UNKNOWN", status: 503 });
    await expect(failed).rejects.toSatisfy(isDatabaseSilent);
  });

  test("whose answer is lost was done, and is not called undone", async () => {
    const isDone = async () => (await row(sql`select 1 as one from done_once`)) !== null;
    await expect(loseAnswer(/insert into done_once/, () => write(count), isDone)).rejects.toMatchObject({
      code: "OUTCOME_UNKNOWN",
    });
  });

  test("whose line was broken before it was sent was not done", async () => {
    await rows(sql`select 1`);
    pool().once("acquire", (client) => breakLine(client as unknown as Lent));
    await expect(write(count)).rejects.toMatchObject({ code: "BUSY" });
    expect(await rows(sql`select n from done_once`)).toEqual([]);
  });

  test("for which there is no connection was not done", async () => {
    await closeDatabase();
    const own = env().databaseUrl;
    vi.stubEnv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing");
    try {
      await expect(write(count)).rejects.toMatchObject({ code: "BUSY", facts: { detail: { code: "ECONNREFUSED" } } });
    } finally {
      await closeDatabase();
      vi.stubEnv("DATABASE_URL", own);
    }
  });

  test("that the server refuses leaves its connection in use", async () => {
    const before = await pid();
    await expect(write(sql`select raise_state('23514')`)).rejects.toMatchObject({ code: "23514" });
    expect(await pid()).toBe(before);
  });
});

test("a conflict without end and a mistake are not the database's silence", () => {
  const others = [new AppError("BUSY", { detail: "moved_order" }), new AppError("ORDER_NOT_FOUND"), new Error("x")];
  expect(others.filter(isDatabaseSilent)).toEqual([]);
});

test("nothing waits or runs for ever", async () => {
  const [settings] = await rows(
    sql`select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
      current_setting('idle_in_transaction_session_timeout') as idle, current_setting('application_name') as name`,
  );
  expect(settings).toEqual({ statement: "10s", lock: "5s", idle: "10s", name: "zhangfang" });
});

describe("a report", () => {
  const timeout = sql`select current_setting('statement_timeout') as timeout`;
  const sleeping = sql`select pid from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`;

  test("has a limit of its own, and the connection is as before after it", async () => {
    expect(await reportRow(timeout, 300_000)).toEqual({ timeout: "5min" });
    expect(await rows(timeout)).toEqual([{ timeout: "10s" }]);
    expect(pool().totalCount).toBe(1);
  });

  test("ends at its limit as BUSY, and leaves no connection half way through", async () => {
    await expect(reportRow(sql`select pg_sleep(5)`, 20)).rejects.toMatchObject({ code: "BUSY" });
    expect(await rows(timeout)).toEqual([{ timeout: "10s" }]);
  });

  test("outlives a line that breaks while it works", async () => {
    const lent = new Promise<Lent>((lend) => pool().once("acquire", (client) => lend(client as unknown as Lent)));
    const slow = reportRow(sql`select pg_sleep(5)`, 10_000);
    await vi.waitFor(async () => expect(await rows(sleeping)).toHaveLength(1), { interval: 5 });
    breakLine(await lent);
    await expect(slow).rejects.toMatchObject({ code: "BUSY" });
    expect(await rows(timeout)).toEqual([{ timeout: "10s" }]);
  });

  test("outlives a line that breaks before its first word", async () => {
    await rows(timeout);
    pool().once("acquire", (client) => breakLine(client as unknown as Lent));
    await expect(reportRow(timeout, 10_000)).rejects.toMatchObject({
      code: "BUSY",
      facts: { detail: { message: expect.stringContaining("not queryable") as string } },
    });
    expect(await rows(timeout)).toEqual([{ timeout: "10s" }]);
  });

  test("cannot write", async () => {
    const write = sql`insert into ums_credit_balance (member_id, total) values (1, 1) returning total`;
    await expect(reportRow(write, 1_000)).rejects.toMatchObject({
      code: "BUSY",
      facts: { detail: { code: "25006" } },
    });
  });
});
