import { describe, expect, test } from "vitest";
import { aCreditProduct, anOrder, at, contextAt, NOW, type TestOrder } from "../testing/builders.ts";
import { beside, count, query, useDatabase } from "../testing/database.ts";
import { buy, callsAbout, plantFault, setAlipayClock, useSandbox } from "../testing/gateway.ts";
import { cancelOrder } from "./close-order.ts";
import { queryPendingPayments } from "./query-pending-payments.ts";
import { nextCheckAt } from "./rules.ts";

useSandbox();
useDatabase();

const QUIET = { claimed: 0, done: 0, failed: 0, left: 0 };
const ASKED = { claimed: 1, done: 1, failed: 0, left: 0 };
const attempt = async () => (await query("select status, check_count, next_check_at from oms_payment_attempts"))[0];
const status = async ({ orderId }: TestOrder) =>
  (await query("select status from oms_order where id = $1", [orderId]))[0];
async function manyOrders(n: number): Promise<void> {
  const wanted = await aCreditProduct();
  for (let i = 0; i < n; i += 1) await anOrder({ wanted });
}

describe("payments whose notice never came", () => {
  test("are found and settled", async () => {
    const order = await anOrder();
    await buy(order.cashier.payUrl);
    expect(await queryPendingPayments(at(0.5))).toEqual(QUIET);
    expect(await queryPendingPayments(at(1))).toEqual(ASKED);
    expect(await status(order)).toEqual({ status: "PAID" });
    expect(await attempt()).toMatchObject({ status: "PAID", next_check_at: null });
    expect(await queryPendingPayments(at(24 * 60))).toEqual(QUIET);
  });

  test("are asked about further and further apart, once right after Alipay's deadline, and then no more", async () => {
    const { orderSn } = await anOrder();
    for (const [minutes, next] of [
      [1, 2],
      [2, 4],
      [4, 8],
      [8, 16],
      [16, 32],
    ] as const) {
      await setAlipayClock(at(minutes));
      expect(await queryPendingPayments(at(minutes - 0.01))).toEqual(QUIET);
      expect(await queryPendingPayments(at(minutes))).toEqual(ASKED);
      expect(await attempt()).toMatchObject({ status: "OPEN", next_check_at: at(next) });
    }
    await setAlipayClock(at(32));
    expect(await queryPendingPayments(at(32))).toEqual(ASKED);
    expect(await attempt()).toMatchObject({ status: "CLOSED", check_count: 5, next_check_at: null });
    expect(await callsAbout(orderSn)).toHaveLength(6);
  });

  test("of a closed order are found too, when a QR was paid after closing", async () => {
    const order = await anOrder();
    await cancelOrder(order.memberId, order.orderSn, contextAt(at(1)));
    await buy(order.cashier.payUrl);
    expect(await queryPendingPayments(at(31))).toEqual(QUIET);
    expect(await queryPendingPayments(at(32))).toEqual(ASKED);
    expect(await status(order)).toEqual({ status: "PAID" });
  });

  test("are asked about again after an answer that says nothing, even past the deadline", async () => {
    const order = await anOrder();
    await buy(order.cashier.payUrl);
    await plantFault({ fault: "http-502", outTradeNo: order.orderSn, times: 2 });
    expect(await queryPendingPayments(at(1))).toEqual({ claimed: 1, done: 0, failed: 1, left: 0 });
    expect(await queryPendingPayments(at(40))).toEqual({ claimed: 1, done: 0, failed: 1, left: 0 });
    expect(await attempt()).toMatchObject({ status: "OPEN", check_count: 2, next_check_at: at(42) });
    expect(await queryPendingPayments(at(42))).toEqual(ASKED);
    expect(await status(order)).toEqual({ status: "PAID" });
  });

  test("are shared by runs at once: nobody asks twice", async () => {
    const orders: TestOrder[] = [];
    for (let i = 0; i < 12; i += 1) orders.push(await anOrder());
    const reports = await Promise.all(Array.from({ length: 6 }, () => queryPendingPayments(at(1))));
    expect(reports.reduce((sum, { claimed }) => sum + claimed, 0)).toBe(12);
    for (const { orderSn } of orders) expect(await callsAbout(orderSn)).toHaveLength(1);
  });

  test("are all asked about in one run, however many are due", async () => {
    await manyOrders(60);
    const last = await anOrder({ now: at(0.5) });
    await buy(last.cashier.payUrl);
    expect(await queryPendingPayments(at(2))).toEqual({ claimed: 61, done: 61, failed: 0, left: 0 });
    expect(await status(last)).toEqual({ status: "PAID" });
  });

  test("wait for the next run once Alipay has given no answer too often", async () => {
    await manyOrders(70);
    await plantFault({ fault: "http-502", times: 0 });
    const { failed, ...report } = await queryPendingPayments(at(1));
    // Those under way when the fiftieth fails are waited for, and the others are as they were.
    expect(failed).toBeGreaterThanOrEqual(50);
    expect(failed).toBeLessThan(58);
    expect(report).toEqual({ claimed: failed, done: 0, left: 70 - failed });
    expect(await count("oms_payment_attempts", "next_check_at = $1 and check_count = 0", [at(1)])).toBe(70 - failed);
  });

  test("that wait for ten minutes are told to a person, once a day", async () => {
    await manyOrders(130);
    await plantFault({ fault: "http-502", times: 0 });
    for (const most of [80, 30]) {
      const { left } = await queryPendingPayments(at(11));
      expect(left).toBeLessThanOrEqual(most);
      expect(await count("oms_payment_attempts", "next_check_at = $1", [at(1)])).toBe(left);
      expect(await query("select kind, cause, detail from sys_alert")).toEqual([
        { kind: "QUESTIONS_LATE", cause: "2026-03-01", detail: { due: at(1).toISOString() } },
      ]);
    }
  });

  test("that wait for less trouble nobody", async () => {
    await manyOrders(70);
    await plantFault({ fault: "http-502", times: 0 });
    const { left } = await queryPendingPayments(new Date(at(11).getTime() - 1));
    expect(left).toBeGreaterThan(0);
    expect(await count("sys_alert")).toBe(0);
  });

  test("that are late but asked now trouble nobody", async () => {
    await manyOrders(20);
    await queryPendingPayments(at(600));
    expect(await count("sys_alert")).toBe(0);
  });

  test("in another worker's hand are passed over, not waited for", async () => {
    const [first] = [await anOrder(), await anOrder()];
    const held = `select from oms_payment_attempts where order_id = ${first.orderId} for update`;
    expect(await beside(held, () => queryPendingPayments(at(1)))).toEqual(ASKED);
  });

  test("one that cannot be worked on never stops the rest", async () => {
    const orders: TestOrder[] = [];
    for (let i = 0; i < 5; i += 1) {
      orders.push(await anOrder());
      await buy(orders[i]!.cashier.payUrl);
    }
    await query(`create function poison() returns trigger language plpgsql as $$ begin raise exception 'planted'; end $$;
      create trigger poison before insert on oms_payment_records for each row when (new.order_id = ${orders[1]!.orderId}) execute function poison()`);
    expect(await queryPendingPayments(at(1))).toEqual({ claimed: 5, done: 4, failed: 1, left: 0 });
    await query("drop trigger poison on oms_payment_records; drop function poison");
    expect(await count("oms_order", "status = 'PAID'")).toBe(4);
    expect(await queryPendingPayments(at(2))).toEqual(ASKED);
    expect(await count("oms_order", "status = 'PAID'")).toBe(5);
  });
});

test("an answer that says nothing is waited for as the rule says", async () => {
  await anOrder();
  for (const checks of [0, 1, 2, 3, 5, 6, 7, 10, 11, 30])
    for (const minutes of [0, 1, 15, 25, 31, 31.9, 32, 60, 600]) {
      await query("update oms_payment_attempts set status = 'OPEN', check_count = $1, next_check_at = $2", [
        checks,
        NOW,
      ]);
      // The answer must not finish the attempt: after silence it waits as the rule says.
      await plantFault({ fault: "http-502" });
      await queryPendingPayments(at(minutes));
      expect(await attempt()).toMatchObject({ next_check_at: nextCheckAt(checks, at(30), at(minutes)) });
    }
});
