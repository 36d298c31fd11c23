import type { Socket } from "node:net";
import { sql } from "kysely";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { aMember } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { pool, prisma } from "./client.ts";
import { compiled, db, literal, literals, reportRow, type Given } from "./database.ts";

useDatabase();

beforeAll(async () => {
  await query(`create function raise_state(state text) returns int language plpgsql as $$
    begin raise exception using errcode = state; end $$`);
});

describe("a statement", () => {
  test("answers bigint as bigint, instants as dates, JSON as objects, under the code's names", async () => {
    const memberId = await aMember();
    const detail = { some_thing: 1 };
    await db.insertInto("sysAlert").values({ alertKey: "a", kind: "X", resolvedBy: memberId, detail }).execute();
    const [alert] = await db.selectFrom("sysAlert").select(["id", "resolvedBy", "orderSn", "detail"]).execute();
    expect(alert).toEqual({ id: 1n, resolvedBy: memberId, orderSn: null, detail });
    const [{ createTime } = {}] = await db.selectFrom("sysAlert").select("createTime").execute();
    expect(createTime).toBeInstanceOf(Date);
  });

  test("never mistakes a value for SQL, whether it is sent beside the text or written into it", async () => {
    const value = "'; drop table oms_order; --\\";
    const { rows } = await sql`select ${value} as sent, ${literal(value)} as written`.execute(db);
    expect(rows).toEqual([{ sent: value, written: value }]);
  });

  test("has the code's own values in its text, so that a kept plan can use a partial index", () => {
    const open = db
      .selectFrom("omsRefundRecords")
      .select("id")
      .where("status", "in", literals(["APPROVED", "SENT"]));
    expect(open.where("kind", "=", literal("ORDER")).compile()).toMatchObject({
      sql: `select "id" from "oms_refund_records" where "status" in ('APPROVED', 'SENT') and "kind" = 'ORDER'`,
      parameters: [],
    });
  });
});

describe("a compiled statement", () => {
  test("is built once and takes new values each time, whatever their order", async () => {
    const ids = [await aMember(), await aMember()];
    let built = 0;
    const members = compiled((given: Given<{ name: string; id: bigint }>) => {
      built += 1;
      const ofId = db
        .selectFrom("umsMember")
        .select(["id", given.name.as("name")])
        .where("id", "=", given.id);
      return ofId.where("status", "=", "ACTIVE");
    });
    const found = await Promise.all(ids.map((id) => members({ id, name: `member ${id}` })));
    expect(found).toEqual(ids.map((id) => [{ id, name: `member ${id}` }]));
    expect(built).toBe(1);
  });
});

const failing = [
  ["kysely", (state: string) => sql`select raise_state(${state})`.execute(db)],
  ["prisma", (state: string) => prisma().$queryRaw`select raise_state(${state})`],
] as const;

describe.each(failing)("a database that cannot answer now is BUSY to %s", (_, fail) => {
  test.each(["55P03", "57014", "53100", "53300", "57P01", "25006"])("%s", async (state) => {
    await expect(fail(state)).rejects.toMatchObject({ code: "BUSY", status: 503, facts: { retryAfter: 2 } });
  });

  test("and any other refusal is told as it is", async () => {
    await expect(fail("22003")).rejects.not.toMatchObject({ code: "BUSY" });
  });
});

test("a list of Prisma's without a connection is BUSY too", async () => {
  const killed = prisma().$queryRaw`select pg_terminate_backend(pg_backend_pid())`;
  await expect(killed).rejects.toMatchObject({ code: "BUSY" });
  expect(await prisma().member.findMany()).toEqual([]);
});

/** A client that is lent out, and the line behind it. */
interface Lent {
  readonly connection: { readonly stream: Socket };
}

describe("a report", () => {
  const timeout = sql<{ timeout: string }>`select current_setting('statement_timeout') as timeout`;
  const timeouts = async () => (await timeout.execute(db)).rows;
  const asleep = () => count("pg_stat_activity", "datname = current_database() and wait_event = 'PgSleep'");

  test("has a limit of its own, and the connection is as before after it", async () => {
    expect(await reportRow(timeout, 300_000)).toEqual({ timeout: "5min" });
    expect(await timeouts()).toEqual([{ timeout: "10s" }]);
    expect(pool().totalCount).toBe(1);
  });

  test("ends at its limit as BUSY, and leaves no connection half way through", async () => {
    await expect(reportRow(sql`select pg_sleep(5)`, 20)).rejects.toMatchObject({ code: "BUSY" });
    expect(await timeouts()).toEqual([{ timeout: "10s" }]);
  });

  const breakLine = ({ connection }: Lent) =>
    connection.stream.destroy(Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }));

  test("outlives a line that breaks while it works", async () => {
    const lent = new Promise<Lent>((lend) => pool().once("acquire", (client) => lend(client as unknown as Lent)));
    const report = reportRow(sql`select pg_sleep(5)`, 10_000);
    await vi.waitFor(async () => expect(await asleep()).toBe(1), { interval: 5 });
    breakLine(await lent);
    await expect(report).rejects.toMatchObject({ code: "BUSY" });
    expect(await timeouts()).toEqual([{ timeout: "10s" }]);
  });

  test("outlives a line that breaks before its first word", async () => {
    await timeouts();
    pool().once("acquire", (client) => breakLine(client as unknown as Lent));
    await expect(reportRow(timeout, 10_000)).rejects.toMatchObject({
      code: "BUSY",
      facts: { detail: { message: expect.stringContaining("not queryable") as string } },
    });
    expect(await timeouts()).toEqual([{ timeout: "10s" }]);
  });

  test("cannot write", async () => {
    const write = sql`insert into ums_credit_balance (member_id, total) values (1, 1) returning total`;
    await expect(reportRow(write, 1_000)).rejects.toMatchObject({ code: "BUSY", facts: { detail: { code: "25006" } } });
  });
});
