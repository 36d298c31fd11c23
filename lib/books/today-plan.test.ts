import { beforeEach, expect, test } from "vitest";
import { stockShop } from "../../bench/stock.ts";
import { after, beijingDayStart, beijingText, DAY_MS } from "../core/time.ts";
import { pool } from "../db/pool.ts";
import { aCreditProduct, aPlan } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { plansOn, rowsRead } from "../testing/plans.ts";
import { getAcceptance } from "./get-acceptance.ts";
import { getToday } from "./get-today.ts";

// What the operator's first page sums by time goes through an index (docs/rules.md R70).

useDatabase();

/** Enough pages of payments for an index of ranges of pages to tell today from the rest of the year. */
const ORDERS = 5_000;
/** The stock's year ends now. */
const NOW = new Date();

beforeEach(async () => {
  await aCreditProduct();
  await aPlan();
  await stockShop(pool(), ORDERS);
  // One of the paid orders of each month waits for its goods.
  await query(
    "update oms_order set delivery_status = 'FAILED' where payment_time is not null and status <> 'REFUNDED' and id % 500 = 1",
  );
  await query("vacuum (analyze) oms_order, oms_delivery_records");
}, 60_000);

/** Of each table, how many rows today's sums read. */
async function readToday(): Promise<Record<string, number>> {
  const [plan, ...others] = await plansOn("oms_order", () => getToday(NOW));
  expect(others).toEqual([]);
  const tables = ["oms_order", "oms_payment_records", "oms_refund_records", "oms_delivery_records"];
  return Object.fromEntries(tables.map((table) => [table, rowsRead(plan!, table)]));
}

test("today's sums read today's orders and refunds, the last pages of payments, and what is owed", async () => {
  const since = beijingDayStart(beijingText(NOW).slice(0, 10));
  const made = await count("oms_order", "create_time >= $1", [since]);
  const refunded = await count("oms_refund_records", "status = 'SUCCESS' and finish_time >= $1", [since]);
  const { deliveriesToMake, ordersMade } = await getToday(NOW);
  expect([ordersMade, deliveriesToMake > 3]).toEqual([made, true]);
  const read = await readToday();
  expect(read).toMatchObject({ oms_order: made + deliveriesToMake, oms_refund_records: refunded });
  expect(read.oms_delivery_records).toBe(0);
  // Ranges of sixteen pages: the last one, or two, of those that the payments of a year fill.
  expect(read.oms_payment_records).toBeLessThan(0.2 * (await count("oms_payment_records")));
});

test("the acceptance figures read the orders of a day, and the last pages of payments", async () => {
  const made = await count("oms_order", "create_time >= $1", [after(NOW, -DAY_MS)]);
  const plans = [
    ...(await plansOn("oms_order", () => getAcceptance(NOW))),
    ...(await plansOn("oms_payment_records", () => getAcceptance(NOW))),
  ];
  const payments = await count("oms_payment_records");
  expect(plans.length).toBeGreaterThanOrEqual(2);
  for (const plan of plans) {
    expect(rowsRead(plan, "oms_order")).toBeLessThanOrEqual(made);
    // A day of 24 hours touches two ranges of pages, which are a third of so small a year.
    expect(rowsRead(plan, "oms_payment_records")).toBeLessThan(0.5 * payments);
  }
});

test.each([
  ["oms_order_create_time_idx", "oms_order", "(create_time)"],
  ["oms_payment_records_time_idx", "oms_payment_records", "using brin (payment_time) with (pages_per_range = 16)"],
  ["oms_refund_records_done_idx", "oms_refund_records", "(finish_time) where status = 'SUCCESS'"],
  [
    "oms_order_owed_idx",
    "oms_order",
    "(id) where delivery_status <> 'DELIVERED' and status <> 'REFUNDED' and payment_time is not null",
  ],
])("positive control: without %s all of %s is read", async (index, table, definition) => {
  await query(`drop index ${index}`);
  try {
    expect((await readToday())[table]).toBeGreaterThanOrEqual(await count(table));
  } finally {
    await query(`create index ${index} on ${table} ${definition}`);
  }
});
