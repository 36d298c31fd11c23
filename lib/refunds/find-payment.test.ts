import { describe, expect, test } from "vitest";
import { cancelOrder } from "../payments/close-order.ts";
import { continuePayment } from "../payments/continue-payment.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { aMember, anOrder, aPaidOrder, at, aTrade, contextAt, type TestOrder } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { buy, callsAbout, plantFault, setAlipayClock, useSandbox } from "../testing/gateway.ts";
import { askBack, expectCoherence } from "../testing/refunds.ts";
import { findPayment } from "./find-payment.ts";
import { releaseMismatch } from "./release-mismatch.ts";
import { settleRefunds } from "./settle-refunds.ts";

useSandbox();
useDatabase();

const find = (order: Pick<TestOrder, "memberId">, number: string, minute = 1) =>
  findPayment(order.memberId, number, contextAt(at(minute), `member:${order.memberId}`));
const NOT_FOUND = { code: "ORDER_NOT_FOUND", status: 404 };

describe("money whose notice never came", () => {
  test.each(["the order number", "Alipay's number"])("is found by %s, and the goods are there", async (by) => {
    const order = await anOrder();
    const { tradeNo } = await buy(order.cashier.payUrl);
    const found = await find(order, by === "the order number" ? order.orderSn : tradeNo);
    expect(found).toMatchObject({
      finding: "DELIVERED",
      orderSn: order.orderSn,
      status: 1,
      deliveryStatus: 1,
      payments: [{ tradeNo, amount: 9.9, whereabouts: "用于这笔订单" }],
    });
    expect(await count("ums_credit_lot")).toBe(2);
    await expectCoherence(at(1));
  });

  test("is found after the order was cancelled, and the order is honoured", async () => {
    const order = await anOrder();
    await query("update oms_order set status = 'CANCELLED'");
    await buy(order.cashier.payUrl);
    expect(await find(order, order.orderSn)).toMatchObject({ finding: "DELIVERED", status: 1 });
  });

  test("that came on top of another payment is found by its own number, and goes back", async () => {
    const order = await anOrder();
    const phone = await continuePayment(
      order.memberId,
      order.orderSn,
      { paymentMethod: "alipay", cashierKind: "WAP" },
      contextAt(at(0)),
    );
    const first = await buy(order.cashier.payUrl);
    const second = await buy(phone.payUrl);
    await settlePayment(aTrade(order, first), contextAt(at(1), "alipay"));
    const whereabouts = async (number: string, minute: number) =>
      (await find(order, number, minute)).payments.map((payment) => [payment.tradeNo, payment.whereabouts]);
    expect(await whereabouts(second.tradeNo, 2)).toEqual([
      [first.tradeNo, "用于这笔订单"],
      [second.tradeNo, "没有用于订单，即将原路退回"],
    ]);
    await settleRefunds(at(3));
    expect(await whereabouts(`${order.orderSn}_2`, 4)).toEqual([
      [first.tradeNo, "用于这笔订单"],
      [second.tradeNo, "9.90 元已退回付款账户"],
    ]);
    await expectCoherence(at(4));
  });
});

describe("money that was never taken", () => {
  test("of an open order may still be paid", async () => {
    const order = await anOrder();
    expect(await find(order, order.orderSn)).toMatchObject({
      finding: "UNPAID",
      payable: true,
      payments: [],
    });
  });

  test("of an order whose time is over is not to be paid, before it is closed too", async () => {
    const order = await anOrder();
    expect(await find(order, order.orderSn, 31)).toMatchObject({ finding: "CLOSED", status: 0, payable: false });
  });

  test("of a cancelled order is said to be none", async () => {
    const order = await anOrder();
    await cancelOrder(order.memberId, order.orderSn, contextAt(at(1)));
    expect(await find(order, order.orderSn, 5)).toMatchObject({ finding: "CLOSED", status: 4 });
  });
});

describe("while Alipay does not answer", () => {
  test("an order is not said to be unpaid", async () => {
    const order = await anOrder();
    await buy(order.cashier.payUrl);
    await plantFault({ fault: "http-502", outTradeNo: order.orderSn, times: 0 });
    expect(await find(order, order.orderSn)).toMatchObject({ finding: "UNANSWERED", status: 0 });
  });

  test("a number that only Alipay knows is asked again later", async () => {
    const order = await anOrder();
    const { tradeNo } = await buy(order.cashier.payUrl);
    await plantFault({ fault: "http-502", outTradeNo: order.orderSn, times: 0 });
    await expect(find(order, tradeNo)).rejects.toMatchObject({ code: "GATEWAY_UNAVAILABLE", status: 503 });
  });

  test("or was asked within three seconds, nothing is said about the money", async () => {
    const order = await anOrder();
    await find(order, order.orderSn);
    expect(await find(order, order.orderSn)).toMatchObject({ finding: "JUST_ASKED" });
    expect(await callsAbout(order.orderSn)).toEqual(["alipay.trade.query"]);
  });
});

describe("money on its way back", () => {
  test("of a refund is said to be on its way, then returned", async () => {
    const order = await anOrder();
    await buy(order.cashier.payUrl);
    await find(order, order.orderSn);
    await plantFault({ fault: "fund-change-n", method: "alipay.trade.refund", landsAfterMs: 1_000 });
    await askBack(order, at(2));
    expect(await find(order, order.orderSn, 2)).toMatchObject({
      finding: "RETURNING",
      payments: [{ whereabouts: "9.90 元正在退回付款账户" }],
    });
    await setAlipayClock(at(3));
    await settleRefunds(at(3));
    expect(await find(order, order.orderSn, 3)).toMatchObject({
      finding: "RETURNED",
      payments: [{ whereabouts: "9.90 元已退回付款账户" }],
    });
  });

  test("of a payment that does not fit its order waits for a person, who sends it back", async () => {
    const order = await anOrder();
    const { tradeNo } = await buy(order.cashier.payUrl);
    await query("update oms_payment_attempts set amount_fen = 991");
    expect(await find(order, tradeNo)).toMatchObject({ finding: "MISMATCH", payments: [] });
    const admin = await aMember({ role: "ADMIN" });
    const [alert] = await query<{ id: bigint }>("select id from sys_alert where kind = 'PAYMENT_MISMATCH'");
    await releaseMismatch(admin, alert!.id, contextAt(at(2), `admin:${admin}`));
    expect(await find(order, tradeNo, 3)).toMatchObject({ payments: [{ tradeNo, amount: 9.9 }] });
    await settleRefunds(at(4));
    expect(await find(order, tradeNo, 5)).toMatchObject({ finding: "RETURNED" });
  });
});

describe("a number of", () => {
  test("somebody else's order or trade finds nothing and changes nothing", async () => {
    const order = await anOrder();
    const { tradeNo } = await buy(order.cashier.payUrl);
    const stranger = { memberId: await aMember() };
    await expect(find(stranger, order.orderSn)).rejects.toMatchObject(NOT_FOUND);
    await expect(find(stranger, tradeNo)).rejects.toMatchObject(NOT_FOUND);
    expect(await query("select status from oms_order")).toEqual([{ status: "PENDING" }]);
    const paid = await aPaidOrder();
    await expect(find(stranger, paid.trade.tradeNo)).rejects.toMatchObject(NOT_FOUND);
  });

  test.each(["nothing", "2026030122001499999999999999"])("no order at all finds nothing: %s", async (number) => {
    await expect(find({ memberId: await aMember() }, number)).rejects.toMatchObject(NOT_FOUND);
    expect(await count("sys_alert")).toBe(0);
  });
});
