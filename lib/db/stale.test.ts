import { beforeEach, describe, expect, test } from "vitest";
import { query, useDatabase } from "../testing/database.ts";
import { prisma } from "./client.ts";
import { closeDatabase, pool } from "./pool.ts";
import { nameOf, send } from "./send.ts";

useDatabase();

/** A table whose column `a` a migration changes while its statements are prepared. */
beforeEach(async () => {
  await query(`drop table if exists stale; drop type if exists mood; create type mood as enum ('x');
    create table stale (id int generated always as identity, a text)`);
  await closeDatabase();
});

const alter = (to: string) => query(`alter table stale alter column a type ${to}`);
const INSERT = "insert into stale (a) values ($1) returning a";

const STATEMENTS = [
  ["rows of another type", "select a from stale where a = $1", "varchar(50)", "0A000"],
  ["rows of another type, from a write", INSERT, "varchar(50)", "0A000"],
  ["a parameter that no operator takes", "select id from stale where a = $1", "mood using a::mood", "42883"],
  ["a parameter that the column does not take", `${INSERT}::text`, "mood using a::mood", "42804"],
] as const;

describe("a statement that was prepared before a migration", () => {
  test.each(STATEMENTS)("%s: is prepared anew", async (_, text, to) => {
    await send(text, ["x"], "OUTCOME_UNKNOWN");
    await alter(to);
    await expect(send(text, ["x"], "OUTCOME_UNKNOWN")).resolves.toBeInstanceOf(Array);
  });

  test.each(STATEMENTS)("%s: fails without that, and executes nothing (control)", async (_, text, to, code) => {
    const statement = { name: nameOf(text), text, values: ["x"] };
    const client = await pool().connect();
    // An identity keeps counting where a statement is undone: it tells whether one was executed.
    const drawn = "select last_value, is_called from stale_id_seq";
    try {
      await client.query(statement);
      await client.query(`alter table stale alter column a type ${to}`);
      const before = (await client.query(drawn)).rows;
      await expect(client.query(statement)).rejects.toMatchObject({ code });
      expect((await client.query(drawn)).rows).toEqual(before);
    } finally {
      client.release(true);
    }
  });

  test("on every connection of the pool: each write is done once", async () => {
    const atOnce = () => Promise.all([1, 2, 3, 4, 5].map((n) => send(INSERT, [`${n}`], "OUTCOME_UNKNOWN")));
    await atOnce();
    expect(pool().totalCount).toBeGreaterThan(1);
    await alter("varchar(50)");
    await atOnce();
    expect(await query("select a, count(*)::int as times from stale group by a order by a")).toEqual(
      ["1", "2", "3", "4", "5"].map((a) => ({ a, times: 2 })),
    );
  });

  test("and is wrong all the same is told as it is, and the next statement has a sound connection", async () => {
    await expect(send("select 1 + $1::text", ["x"], "BUSY")).rejects.toMatchObject({ code: "42883" });
    expect(await send("select 1 as one", [], "BUSY")).toEqual([{ one: 1 }]);
  });
});

test("what Prisma has prepared is prepared anew, too", async () => {
  const read = () => prisma().serviceKey.findMany({ where: { id: 1n } });
  await Promise.all([read(), read(), read()]);
  await query("alter table sys_service_key alter column name type varchar(100)");
  expect(await Promise.all([read(), read(), read()])).toEqual([[], [], []]);
  await query("alter table sys_service_key alter column name type text");
});
