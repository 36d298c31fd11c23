import { describe, expect, test } from "vitest";
import { stockShop } from "../../bench/stock.ts";
import { beijingDay } from "../core/day-range.ts";
import { after, DAY_MS, SECOND_MS } from "../core/time.ts";
import { pool } from "../db/pool.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import {
  aCreditProduct,
  aMember,
  anOrder,
  aPaidOrder,
  aPlan,
  at,
  aTrade,
  contextAt,
  NOW,
} from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { getInsights } from "./get-insights.ts";

// docs/rules.md R114. NOW is noon of 2026-03-01 in Beijing.

useDatabase();

const DAYS = { from: "2026-03-01", to: "2026-03-02" };

test("days without anything are there, with nothing in them", async () => {
  const { days, total, products, outstanding } = await getInsights(DAYS, NOW);
  expect(days.map(({ day }) => day)).toEqual(["2026-03-01", "2026-03-02"]);
  expect(total).toEqual({
    ...{ ordersMade: 0, ordersPaid: 0, paidFen: 0, refundedFen: 0, expiredCredits: 0 },
    ...{ successRate: null, deliveryMedianMs: null, deliveryP99Ms: null },
  });
  expect({ products, outstanding }).toEqual({ products: [], outstanding: { paid: 0, bonus: 0 } });
});

test("orders count on the day they are made, money on the day it moves, each by product", async () => {
  const memberId = await aMember();
  const [pack, plan] = [await aCreditProduct(), await aPlan()];
  const bought = await aPaidOrder({ memberId, wanted: pack });
  await aPaidOrder({ memberId, wanted: plan });
  const late = await anOrder({ memberId, wanted: pack, now: new Date("2026-03-01T15:50:00Z") });
  const paidAt = new Date("2026-03-01T16:10:00Z");
  await settlePayment(aTrade(late, { paidAt }), contextAt(after(paidAt, 3 * SECOND_MS), "alipay"));
  await anOrder({ memberId, wanted: pack });
  // Paid a second time: money, no order, and lost until it has gone back.
  await settlePayment(aTrade(bought, { paidAt: at(5) }), contextAt(at(5), "alipay"));
  await query(
    "update oms_delivery_records set delivered_time = delivered_time + interval '2 seconds' where order_id = $1",
    [bought.orderId],
  );
  const { days, total, products, outstanding } = await getInsights(DAYS, paidAt);
  const [first, second] = days;
  expect(first).toMatchObject({
    ordersMade: 4,
    ordersPaid: 2,
    paidFen: 990 + 2_900 + 990,
    deliveryMedianMs: 0,
    deliveryP99Ms: 2_000,
  });
  expect(first!.successRate).toBeCloseTo(2 / 3);
  expect(second).toMatchObject({
    ordersMade: 0,
    ordersPaid: 1,
    paidFen: 990,
    successRate: null,
    deliveryMedianMs: 3_000,
  });
  expect(total).toMatchObject({
    ordersMade: 4,
    ordersPaid: 3,
    paidFen: 5_870,
    deliveryMedianMs: 2_000,
    deliveryP99Ms: 3_000,
  });
  expect(products).toEqual([
    expect.objectContaining({ productType: 2, ordersMade: 3, ordersPaid: 2, paidFen: 2_970, refundedFen: 0 }),
    expect.objectContaining({ productType: 3, ordersMade: 1, ordersPaid: 1, paidFen: 2_900 }),
  ]);
  expect(outstanding).toEqual({ paid: 200, bonus: 20 });
  expect((await getInsights(DAYS, after(NOW, 400 * DAY_MS))).outstanding).toEqual({ paid: 0, bonus: 0 });
});

test("a range of too many days is refused", () =>
  expect(getInsights({ from: "2025-03-01", to: "2026-03-02" }, NOW)).rejects.toMatchObject({
    code: "VALIDATION_FAILED",
  }));

describe("in a shop of thousands", () => {
  test("every sum is that of the rows", async () => {
    await aCreditProduct();
    await aPlan();
    await stockShop(pool(), 2_000);
    await query(`insert into ums_credit_ledger (member_id, lot_id, order_id, entry_type, delta, balance_after, reason, actor, create_time)
      select member_id, lot_id, order_id, 'EXPIRE', -7, 0, '过期', 'cron', create_time from ums_credit_ledger where entry_type = 'TAKE_BACK'`);
    const now = new Date();
    const { days, total, from } = await getInsights({ from: beijingDay(after(now, -91 * DAY_MS)) }, now);
    const [rows] = await query(
      `select (select count(*)::int from oms_order where create_time >= $1) as "ordersMade",
        (select count(*)::int from oms_payment_records where payment_time >= $1) as "ordersPaid",
        (select sum(payment_amount_fen)::int from oms_payment_records where payment_time >= $1) as "paidFen",
        (select sum(refund_amount_fen)::int from oms_refund_records where finish_time >= $1 and finish_time < $2) as "refundedFen",
        (select -sum(delta)::int from ums_credit_ledger where entry_type = 'EXPIRE' and create_time >= $1 and create_time < $2) as "expiredCredits"`,
      [new Date(`${from}T00:00:00+08:00`), new Date(`${days.at(-1)!.day}T24:00:00+08:00`)],
    );
    expect(total).toMatchObject({ ...rows!, successRate: 1 });
    expect(days.length).toBe(92);
    expect(Math.min(total.refundedFen, total.expiredCredits)).toBeGreaterThan(0);
    expect(days.reduce((sum, day) => sum + day.paidFen, 0)).toBe(total.paidFen);
  });
});
