import { beforeEach, expect, test } from "vitest";
import { stockShop } from "../../bench/stock.ts";
import { db } from "../db/database.ts";
import { pool } from "../db/pool.ts";
import { aCreditProduct, aPlan } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { announceExpiring } from "../events/announce-expiring.ts";
import { startEvents } from "../testing/events.ts";
import { openJournal } from "../testing/journal.ts";
import { rowsRead, type Plan } from "../testing/plans.ts";
import { checkInvariants } from "./check-invariants.ts";
import { invariantsAt } from "./invariants.ts";

useDatabase();

const ORDERS = 2_000;
/** The stock's year ends now. */
const NOW = new Date();

/** A year of orders in which every lot is partly consumed and partly held. */
async function stock(): Promise<void> {
  await aCreditProduct();
  await aPlan();
  await stockShop(pool(), ORDERS);
  await query(`begin; set local session_replication_role = replica;
    insert into ums_credit_reservation (id, member_id, biz_id, amount, reason, lease_until, actor) overriding system value
      select id, member_id, 'held ' || id, 1, '训练', now() + interval '1 day', 'stock' from ums_credit_lot where remaining > 2;
    insert into ums_credit_reservation_lot (reservation_id, lot_id, amount) select id, id, 1 from ums_credit_reservation;
    insert into ums_credit_consumption (id, member_id, biz_id, amount, reason, actor) overriding system value
      select id, member_id, 'spent ' || id, 1, '画图', 'stock' from ums_credit_reservation;
    update ums_credit_lot set remaining = remaining - 1, reserved = 1 where id in (select lot_id from ums_credit_reservation_lot);
    update ums_credit_balance b set total = (select sum(remaining) from ums_credit_lot l where l.member_id = b.member_id);
    insert into ums_credit_ledger (member_id, lot_id, order_id, consumption_id, entry_type, delta, balance_after, reason, actor)
      select c.member_id, c.id, l.order_id, c.id, 'CONSUME', -1, b.total + count(*) over later, '画图', 'stock'
      from ums_credit_consumption c join ums_credit_lot l on l.id = c.id join ums_credit_balance b on b.member_id = c.member_id
      window later as (partition by c.member_id order by c.id desc rows between unbounded preceding and 1 preceding) order by c.id;
    commit`);
  await openJournal(NOW);
  await startEvents();
  await announceExpiring(NOW);
  await query("vacuum (analyze)");
}

async function tableSizes(): Promise<Map<string, number>> {
  const tables = await query<{ name: string }>("select tablename as name from pg_tables where schemaname = 'public'");
  return new Map(await Promise.all(tables.map(async ({ name }) => [name, await count(name)] as const)));
}

async function planOf(text: string, values: unknown[]): Promise<Plan> {
  const [row] = await query<{ "QUERY PLAN": [{ Plan: Plan }] }>(`explain (analyze, format json) ${text}`, values);
  return row!["QUERY PLAN"][0].Plan;
}

/** The tables of which the statement read more than twice their rows: a sum that is made once per row of something. */
async function readTooOften(text: string, values: unknown[], sizes: Map<string, number>): Promise<string[]> {
  const plan = await planOf(text, values);
  return [...sizes].filter(([name, size]) => rowsRead(plan, name) > 2 * size + 10).map(([name]) => name);
}

let sizes: Map<string, number>;
beforeEach(async () => {
  await stock();
  sizes = await tableSizes();
}, 60_000);

test("all of them hold in a shop of thousands", async () => {
  expect((await checkInvariants(NOW)).filter(({ offending }) => offending !== 0)).toEqual([]);
});

test("none reads a table more than twice, so an audit takes as long as the shop is large, and not its square", async () => {
  const offenders: [string, string[]][] = [];
  for (const invariant of invariantsAt(NOW)) {
    const { sql: text, parameters } = invariant.offenders.compile(db);
    offenders.push([invariant.id, await readTooOften(text, [...parameters], sizes)]);
  }
  expect(offenders.filter(([, tables]) => tables.length > 0)).toEqual([]);
});

test("positive control: a sum made once per member is noticed", async () => {
  const perMember = `select member_id from ums_credit_balance b
    where total <> (select sum(remaining) from ums_credit_lot l where l.member_id = b.member_id)`;
  expect(await readTooOften(perMember, [], sizes)).toEqual(["ums_credit_lot"]);
});
