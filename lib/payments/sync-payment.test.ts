import { beforeEach, describe, expect, test } from "vitest";
import { after } from "../core/time.ts";
import { aMember, anOrder, aPaidOrder, at, contextAt, NOW, type TestOrder } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { buy, callsAbout, noticeOf, plantFault, useSandbox } from "../testing/gateway.ts";
import { askChannel } from "./ask-channel.ts";
import { closeExpiredOrders } from "./close-expired-orders.ts";
import { receiveNotify } from "../refunds/receive-notify.ts";
import { claimQuestions } from "./store.ts";
import { syncAnyPayment, syncPayment } from "./sync-payment.ts";

useSandbox();
useDatabase();

let order: TestOrder;
beforeEach(async () => {
  order = await anOrder();
});

const sync = (now: Date, { memberId, orderSn } = order) =>
  syncPayment(memberId, orderSn, contextAt(now, `member:${memberId}`));
/** Paid in time, but Alipay's answer after the deadline did not show it, so order and attempt were closed. */
async function paidBehindAStaleAnswer(): Promise<void> {
  await buy(order.cashier.payUrl);
  await plantFault({ fault: "stale-query", outTradeNo: order.orderSn });
  await closeExpiredOrders(at(32));
  expect(await query("select o.status, a.status as attempt from oms_order o, oms_payment_attempts a")).toEqual([
    { status: "CANCELLED", attempt: "CLOSED" },
  ]);
}
const questions = async () =>
  (await callsAbout(order.orderSn)).filter((method) => method === "alipay.trade.query").length;

describe("asking about an order", () => {
  test("that was paid but whose notice never came settles it", async () => {
    await buy(order.cashier.payUrl);
    expect(await sync(at(1))).toEqual({
      orderSn: order.orderSn,
      status: 1,
      statusText: "已支付",
      deliveryStatus: 1,
      paymentTime: NOW.toISOString(),
    });
    expect(await query("select source from oms_payment_records")).toEqual([{ source: "QUERY" }]);
    expect(await count("ums_credit_lot")).toBe(2);
  });

  test.each([
    ["nobody opened", undefined],
    ["somebody opened", "login"],
  ] as const)("that %s changes nothing", async (_, until) => {
    if (until) await buy(order.cashier.payUrl, until);
    expect(await sync(at(1))).toMatchObject({ status: 0, deliveryStatus: 0 });
    expect(await query("select status, next_check_at from oms_payment_attempts")).toEqual([
      { status: "OPEN", next_check_at: at(1) },
    ]);
  });

  test("again within three seconds answers what is known; after three it asks", async () => {
    await sync(at(1));
    await buy(order.cashier.payUrl);
    expect(await sync(after(at(1), 2_999))).toMatchObject({ status: 0 });
    expect(await questions()).toBe(1);
    expect(await sync(after(at(1), 3_000))).toMatchObject({ status: 1 });
    expect(await questions()).toBe(2);
  });

  test("ten times at once asks once", async () => {
    await Promise.all(Array.from({ length: 10 }, () => sync(at(1))));
    expect(await questions()).toBe(1);
  });

  test("while Alipay is silent answers what is known", async () => {
    await buy(order.cashier.payUrl);
    await plantFault({ fault: "http-502", outTradeNo: order.orderSn, times: 0 });
    expect(await sync(at(1))).toMatchObject({ status: 0 });
  });

  test("that is closed here but was paid all the same honours the money", async () => {
    await query("update oms_order set status = 'CANCELLED'");
    await buy(order.cashier.payUrl);
    expect(await sync(at(1))).toMatchObject({ status: 1, deliveryStatus: 1 });
    expect(await query("select type from oms_order_event order by id offset 1")).toEqual([{ type: "PAID_LATE" }]);
  });

  test("that an earlier answer gave up asks again", async () => {
    await paidBehindAStaleAnswer();
    expect(await sync(at(60))).toMatchObject({ status: 1, deliveryStatus: 1 });
    expect(await query("select status from oms_payment_attempts")).toEqual([{ status: "PAID" }]);
  });

  test("that is paid while Alipay still answers from before leaves what was paid as it is", async () => {
    await buy(order.cashier.payUrl);
    await plantFault({ fault: "stale-query", outTradeNo: order.orderSn });
    const [asked] = await claimQuestions(order.orderId, at(33), at(33));
    await receiveNotify("alipay", await noticeOf(order.orderSn), at(33));
    expect(await askChannel(asked!, contextAt(at(33)))).toBe("over");
    expect(await query("select status, next_check_at from oms_payment_attempts")).toEqual([
      { status: "PAID", next_check_at: null },
    ]);
  });

  test("that is paid asks nobody", async () => {
    const paid = await aPaidOrder();
    expect(await sync(at(2), paid)).toMatchObject({ status: 1 });
    expect(await callsAbout(paid.orderSn)).toEqual([]);
  });

  test("of somebody else finds nothing", async () => {
    await expect(sync(at(1), { ...order, memberId: await aMember() })).rejects.toMatchObject({
      code: "ORDER_NOT_FOUND",
    });
    expect(await questions()).toBe(0);
  });

  test("at the moment when notices come gives the goods once", async () => {
    await buy(order.cashier.payUrl);
    const body = await noticeOf(order.orderSn);
    const sides = [
      sync(at(1)),
      receiveNotify("alipay", body, at(1)),
      receiveNotify("alipay", body, at(1)),
      receiveNotify("alipay", body, at(1)),
    ];
    const [answer, ...acknowledged] = await Promise.all(sides);
    expect(answer).toMatchObject({ status: 1 });
    expect(acknowledged).toEqual([true, true, true]);
    expect(await count("oms_payment_records")).toBe(1);
    expect(await count("ums_credit_lot")).toBe(2);
  });
});

describe("an admin asking about anybody's order", () => {
  const admin = "admin:1" as const;
  const ask = (now = at(1), { orderSn } = order) => syncAnyPayment(orderSn, contextAt(now, admin));
  const audits = () => query("select actor, action, target, detail from sys_audit_log order by id");

  test("settles what was paid, and leaves their name", async () => {
    await buy(order.cashier.payUrl);
    expect(await ask()).toEqual({ said: "paid", status: 1, statusText: "已支付" });
    expect(await count("ums_credit_lot")).toBe(2);
    expect(await query("select actor from oms_order_event where type = 'PAID'")).toEqual([{ actor: admin }]);
    const target = order.orderSn;
    expect(await audits()).toEqual([{ actor: admin, action: "PAYMENT_ASKED", target, detail: { said: "paid" } }]);
  });

  test("settles what an earlier answer gave up", async () => {
    await paidBehindAStaleAnswer();
    expect(await ask(at(60))).toMatchObject({ said: "paid", status: 1 });
  });

  test("hears that nothing was paid, after the order is closed too", async () => {
    expect(await ask()).toEqual({ said: "unpaid", status: 0, statusText: "待支付" });
    await closeExpiredOrders(at(32));
    expect(await ask(at(60))).toEqual({ said: "unpaid", status: 4, statusText: "已取消" });
    expect(await ask(after(at(60), 2_999))).toMatchObject({ said: "not-asked" });
  });

  test("hears that Alipay is silent", async () => {
    await plantFault({ fault: "http-502", outTradeNo: order.orderSn, times: 0 });
    expect(await ask()).toEqual({ said: "unknown", status: 0, statusText: "待支付" });
  });

  test("about a paid order, or again within three seconds, asks nobody", async () => {
    const paid = await aPaidOrder();
    expect(await ask(at(2), paid)).toMatchObject({ said: "not-asked", status: 1 });
    expect(await callsAbout(paid.orderSn)).toEqual([]);
    await sync(at(2));
    expect(await ask(at(2))).toMatchObject({ said: "not-asked", status: 0 });
    expect(await questions()).toBe(1);
  });

  test("about no order at all finds nothing", async () => {
    await expect(ask(at(1), { ...order, orderSn: "NOSUCHORDER00000" })).rejects.toMatchObject({
      code: "ORDER_NOT_FOUND",
    });
    expect(await audits()).toEqual([]);
  });
});
