import { describe, expect, test } from "vitest";
import { after } from "../core/time.ts";
import { anOrder, at, aTrade, contextAt, type TestOrder } from "../testing/builders.ts";
import { beside, count, query, useDatabase } from "../testing/database.ts";
import { buy, callsAbout, plantFault, setAlipayClock, tradeAtAlipay, useSandbox } from "../testing/gateway.ts";
import { closeExpiredOrders } from "./close-expired-orders.ts";
import { settlePayment } from "./settle-payment.ts";

useSandbox();
useDatabase();

const QUIET = { claimed: 0, done: 0, failed: 0, left: 0 };
const ONE = { claimed: 1, done: 1, failed: 0, left: 0 };
const state = async ({ orderId }: TestOrder) =>
  (await query("select status, close_reason from oms_order where id = $1", [orderId]))[0];

describe("orders past their time", () => {
  test("close, and not a millisecond before", async () => {
    const order = await anOrder();
    expect(await closeExpiredOrders(new Date(at(30).getTime() - 1))).toEqual(QUIET);
    expect(await closeExpiredOrders(at(30))).toEqual(ONE);
    expect(await state(order)).toEqual({ status: "CANCELLED", close_reason: "EXPIRED" });
    expect(await query("select type, actor from oms_order_event order by id offset 1")).toEqual([
      { type: "EXPIRED", actor: "cron" },
    ]);
    expect(await query("select kind, detail->>'why' as why from ums_member_notice")).toEqual([
      { kind: "CLOSED", why: "超过 30 分钟未付款" },
    ]);
    expect(await closeExpiredOrders(at(60))).toEqual(QUIET);
  });

  test("close at Alipay too when a buyer had opened them", async () => {
    const order = await anOrder();
    await buy(order.cashier.payUrl, "login");
    expect(await closeExpiredOrders(at(30))).toEqual(ONE);
    expect(await tradeAtAlipay(order.orderSn)).toBe("TRADE_CLOSED");
  });

  test("settle when they turn out to be paid", async () => {
    const order = await anOrder();
    await buy(order.cashier.payUrl);
    expect(await closeExpiredOrders(at(30))).toEqual(ONE);
    expect(await state(order)).toEqual({ status: "PAID", close_reason: null });
    expect(await count("ums_credit_lot")).toBe(2);
  });

  test("wait for a conclusive answer", async () => {
    const order = await anOrder();
    await plantFault({ fault: "system-error-before", outTradeNo: order.orderSn });
    expect(await closeExpiredOrders(at(30))).toEqual({ claimed: 1, done: 0, failed: 1, left: 0 });
    expect(await state(order)).toEqual({ status: "PENDING", close_reason: null });
    // Not again in the same run, and at once in the next.
    expect(await callsAbout(order.orderSn)).toHaveLength(1);
    expect(await closeExpiredOrders(after(at(30), 1))).toEqual(ONE);
    expect(await state(order)).toMatchObject({ status: "CANCELLED" });
  });

  test("paid after all, once closed, are honoured", async () => {
    const order = await anOrder();
    await closeExpiredOrders(at(30));
    expect(await settlePayment(aTrade(order, { paidAt: at(29) }), contextAt(at(40), "alipay"))).toBe("settle");
    expect(await state(order)).toMatchObject({ status: "PAID" });
  });

  test("are shared by runs at once, and each closes once", async () => {
    const orders: TestOrder[] = [];
    for (let i = 0; i < 12; i += 1) orders.push(await anOrder());
    await setAlipayClock(at(31));
    const reports = await Promise.all(Array.from({ length: 6 }, () => closeExpiredOrders(at(31))));
    expect(reports.reduce((sum, { claimed }) => sum + claimed, 0)).toBe(12);
    expect(await count("oms_order_event", "type = 'EXPIRED'")).toBe(12);
    for (const { orderSn } of orders) expect(await callsAbout(orderSn)).toHaveLength(1);
  });

  test("in another worker's hand are passed over, not waited for", async () => {
    const [first] = [await anOrder(), await anOrder()];
    const held = `select from oms_order where id = ${first.orderId} for update`;
    expect(await beside(held, () => closeExpiredOrders(at(30)))).toEqual(ONE);
  });

  test("one that cannot be closed never stops the rest", async () => {
    const orders: TestOrder[] = [];
    for (let i = 0; i < 5; i += 1) orders.push(await anOrder());
    await query(`create function poison() returns trigger language plpgsql as $$ begin raise exception 'planted'; end $$;
      create trigger poison before update of status on oms_order for each row when (new.id = ${orders[3]!.orderId}) execute function poison()`);
    expect(await closeExpiredOrders(at(30))).toEqual({ claimed: 5, done: 4, failed: 1, left: 0 });
    await query("drop trigger poison on oms_order; drop function poison");
    expect(await closeExpiredOrders(at(31))).toEqual(ONE);
  });

  test("all close in one run, however many there are", async () => {
    const { memberId } = await anOrder();
    // Sixty overdue orders, all but one copied in the database: each its own member would be slow to make.
    await query(
      `insert into oms_order (order_sn, member_id, product_type, total_amount_fen, pay_amount_fen, open_slot, create_time, expire_time, update_time)
       select order_sn || '_' || n, $1, product_type, total_amount_fen, pay_amount_fen, 100 + n, create_time, expire_time - n * interval '1 minute', update_time
       from oms_order cross join generate_series(1, 59) as n`,
      [memberId],
    );
    await query(`insert into oms_order_item (order_id, product_id, product_name, price_fen, credit_amount, bonus_credits)
      select o.id, item.product_id, 'x', 990, 1, 0 from oms_order o, oms_order_item item where o.id <> item.order_id`);
    expect(await closeExpiredOrders(at(30))).toEqual({ claimed: 60, done: 60, failed: 0, left: 0 });
    expect(await count("oms_order", "status = 'PENDING'")).toBe(0);
  });
});
