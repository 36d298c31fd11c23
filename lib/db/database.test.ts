import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { aMember } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { prisma } from "./client.ts";
import { db, literal, literals } from "./database.ts";
import { compiled, type Given } from "./prepared.ts";

useDatabase();

beforeAll(async () => {
  await query(`create function raise_state(state text) returns int language plpgsql as $$
    begin raise exception using errcode = state; end $$`);
});

describe("a statement", () => {
  test("answers bigint as bigint, instants as dates, JSON as objects, under the code's names", async () => {
    const memberId = await aMember();
    const detail = { some_thing: 1 };
    await db.insertInto("sysAlert").values({ kind: "BILL_LATE", cause: "a", resolvedBy: memberId, detail }).execute();
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

  test("is built once for each set of values that is given, as for a filter", async () => {
    const [first, second] = [await aMember(), await aMember()];
    const built: string[] = [];
    const members = compiled((given: Given<{ id?: bigint | undefined; above: bigint }>) => {
      built.push(given.id ? "one" : "all");
      const found = db.selectFrom("umsMember").select("id").where("id", ">", given.above).orderBy("id");
      return given.id ? found.where("id", "=", given.id) : found;
    });
    const above = 0n;
    expect(await members({ above })).toEqual([{ id: first }, { id: second }]);
    expect(await members({ above, id: second })).toEqual([{ id: second }]);
    expect(await members({ above, id: undefined })).toEqual([{ id: first }, { id: second }]);
    expect(await members({ above, id: first })).toEqual([{ id: first }]);
    expect(built).toEqual(["all", "one"]);
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
