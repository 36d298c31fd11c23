import { beforeEach, expect, test } from "vitest";
import { stockShop } from "../../bench/stock.ts";
import { pool } from "../db/pool.ts";
import { aCreditProduct, aPlan } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { plansOn, rowsRead } from "../testing/plans.ts";
import { listOrders } from "./list-orders.ts";

useDatabase();

const ORDERS = 2_000;

beforeEach(async () => {
  await aCreditProduct();
  await aPlan();
  await stockShop(pool(), ORDERS);
});

test("a later page joins the rows that it shows, not the ones that it skips", async () => {
  const [busiest] = await query<{ id: bigint; orders: number }>(
    "select member_id as id, count(*)::int as orders from oms_order group by member_id order by orders desc limit 1",
  );
  const pageNum = Math.floor(busiest!.orders / 10);
  expect(pageNum).toBeGreaterThan(10);
  const [plan, ...others] = await plansOn("oms_order_item", () =>
    listOrders(busiest!.id, { pageNum, pageSize: 10 }, new Date()),
  );
  expect(others).toEqual([]);
  expect(rowsRead(plan!, "oms_order_item")).toBe(10);
});
