import type { Socket } from "node:net";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { query, useDatabase } from "../testing/database.ts";
import { prisma } from "./client.ts";
import { closeDatabase, pool } from "./pool.ts";

useDatabase();

beforeAll(async () => {
  await query(`create function raise_state(state text) returns bigint language plpgsql as $$
    begin raise exception using errcode = state; end $$`);
});

/** Reads a table in whose place a view stands that raises `state`. */
async function readRaising(state: string): Promise<unknown> {
  await query(`alter table sys_service_key rename to hidden;
    create view sys_service_key as select raise_state('${state}') as id`);
  try {
    return await prisma().serviceKey.findMany({ select: { id: true } });
  } finally {
    await query("drop view sys_service_key; alter table hidden rename to sys_service_key");
  }
}

const BUSY = { code: "BUSY", status: 503, facts: { retryAfter: 2 } };

describe("what the database cannot do now is BUSY, as for any other statement", () => {
  test.each(["55P03", "57014", "53100", "53300", "57P01", "25006"])("%s", async (state) => {
    await expect(readRaising(state)).rejects.toMatchObject(BUSY);
  });

  test("a raw statement, too", async () => {
    await expect(prisma().$queryRaw`select raise_state('55P03')`).rejects.toMatchObject(BUSY);
  });

  test("a line that breaks under the statement, and the next statement finds a new one", async () => {
    pool().once("acquire", (client) =>
      (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy(),
    );
    await expect(prisma().member.count()).rejects.toMatchObject(BUSY);
    expect(await prisma().member.count()).toBe(0);
  });

  test("a server that nobody reaches, and the one that is there again", async () => {
    const address = process.env.DATABASE_URL;
    await closeDatabase();
    // Nobody listens on the discard port.
    vi.stubEnv("DATABASE_URL", "postgresql://nobody:x@127.0.0.1:9/nothing");
    await expect(prisma().member.count()).rejects.toMatchObject(BUSY);
    await closeDatabase();
    vi.stubEnv("DATABASE_URL", address);
    expect(await prisma().member.count()).toBe(0);
  });
});

test.each([
  ["23514", "P2039"],
  ["22003", "P2020"],
  ["42P01", "P2021"],
  ["ZF002", "P2039"],
])("%s is told as Prisma tells it, %s", async (state, code) => {
  const told = {
    name: "PrismaClientKnownRequestError",
    code,
    meta: { driverAdapterError: { cause: { originalCode: state } } },
  };
  await expect(readRaising(state)).rejects.toMatchObject(told);
});

test("a statement is prepared once and asked by name, unless its text has a list", async () => {
  await prisma().serviceKey.findMany({ where: { id: 1n } });
  await prisma().serviceKey.findMany({ where: { id: 2n } });
  await prisma().serviceKey.findMany({ where: { id: { in: [1n, 2n] } } });
  expect(pool().totalCount).toBe(1);
  const prepared = await query("select name from pg_prepared_statements where statement like '%sys_service_key%'");
  expect(prepared).toEqual([{ name: expect.stringMatching(/^[\w-]{27}$/) as string }]);
});

test("instants are what they are, whatever the server's time zone and the address's own options", async () => {
  const instant = new Date("2026-03-01T04:00:00.123Z");
  await query(
    "insert into ums_member (email, password_hash, name, create_time) values ('a@example.com', 'x', '某人', $1)",
    [instant],
  );
  const address = process.env.DATABASE_URL!;
  const database = new URL(address).pathname.slice(1);
  await query(`alter database ${database} set timezone to 'Asia/Shanghai'`);
  await closeDatabase();
  vi.stubEnv("DATABASE_URL", `${address}?options=-c%20geqo%3Doff`);
  const [settings] = await query(
    `select current_setting('TimeZone') as zone, current_setting('geqo') as geqo,
      (select setconfig from pg_db_role_setting join pg_database d on d.oid = setdatabase
        where datname = current_database()) as database`,
  );
  expect(settings).toEqual({ zone: "UTC", geqo: "off", database: ["TimeZone=Asia/Shanghai"] });
  const createTime = { createTime: true } as const;
  expect(await prisma().member.findFirst({ select: createTime, where: { createTime: instant } })).toEqual({
    createTime: instant,
  });
  await query(`alter database ${database} reset timezone`);
  await closeDatabase();
  vi.stubEnv("DATABASE_URL", address);
});
