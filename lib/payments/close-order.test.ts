import { beforeEach, describe, expect, test } from "vitest";
import { anOrder, aMember, aPaidOrder, aTrade, at, contextAt, type TestOrder } from "../testing/builders.ts";
import { count, overtake, query, useDatabase } from "../testing/database.ts";
import { buy, callsAbout, plantFault, setAlipayClock, tradeAtAlipay, useSandbox } from "../testing/gateway.ts";
import { cancelOrder, closeAnyOrder } from "./close-order.ts";
import { continuePayment } from "./continue-payment.ts";
import { settlePayment } from "./settle-payment.ts";

useSandbox();
useDatabase();

let order: TestOrder;
beforeEach(async () => {
  order = await anOrder();
});

const cancel = (now = at(1), { memberId, orderSn } = order) =>
  cancelOrder(memberId, orderSn, contextAt(now, `member:${memberId}`));
const state = async () =>
  (await query("select status, close_reason, delivery_status from oms_order where id = $1", [order.orderId]))[0];
const attempt = async () => (await query("select status, next_check_at from oms_payment_attempts"))[0];

const QUERY = "alipay.trade.query";
const CLOSE = "alipay.trade.close";
const STILL_PENDING = { status: "PENDING", close_reason: null, delivery_status: "PENDING" };

describe("cancelling an unpaid order", () => {
  test("that nobody opened: asks, closes here, tells, and looks once more after Alipay's own deadline", async () => {
    expect(await cancel()).toEqual({ orderSn: order.orderSn, status: 4, statusText: "已取消", deliveryStatus: 0 });
    expect(await state()).toMatchObject({ status: "CANCELLED", close_reason: "CANCELLED_BY_MEMBER" });
    expect(await callsAbout(order.orderSn)).toEqual([QUERY]);
    // An unopened cashier cannot be closed at Alipay: its code stays payable until the deadline.
    expect(await attempt()).toEqual({ status: "OPEN", next_check_at: at(32) });
    expect(await query("select type, actor from oms_order_event order by id offset 1")).toEqual([
      { type: "CANCELLED_BY_MEMBER", actor: `member:${order.memberId}` },
    ]);
    expect(await query("select kind from ums_member_notice")).toEqual([{ kind: "CLOSED" }]);
  });

  test("that is open at Alipay: asks, closes there, closes here", async () => {
    await buy(order.cashier.payUrl, "login");
    await cancel();
    expect(await callsAbout(order.orderSn)).toEqual(["alipay.trade.page.pay", QUERY, CLOSE]);
    expect(await tradeAtAlipay(order.orderSn)).toBe("TRADE_CLOSED");
    expect(await state()).toMatchObject({ status: "CANCELLED" });
  });

  test("twice is the same as once", async () => {
    const first = await cancel();
    expect(await cancel(at(2))).toEqual(first);
    expect(await count("ums_member_notice")).toBe(1);
  });
});

describe("cancelling an order that turns out to be paid", () => {
  test("settles it and refuses", async () => {
    await buy(order.cashier.payUrl);
    await expect(cancel()).rejects.toMatchObject({ code: "ORDER_NOT_CANCELLABLE", status: 409 });
    expect(await state()).toEqual({ status: "PAID", close_reason: null, delivery_status: "DELIVERED" });
  });

  test("between the question and the closing: the refused closing is asked about again", async () => {
    await buy(order.cashier.payUrl);
    await plantFault({ fault: "stale-query", method: QUERY, outTradeNo: order.orderSn });
    await expect(cancel()).rejects.toMatchObject({ code: "ORDER_NOT_CANCELLABLE" });
    expect((await callsAbout(order.orderSn)).slice(1)).toEqual([QUERY, CLOSE, QUERY]);
    expect(await state()).toMatchObject({ status: "PAID", delivery_status: "DELIVERED" });
  });

  test("on one device, while Alipay is silent about the other: the payment is what counts", async () => {
    await continuePayment(
      order.memberId,
      order.orderSn,
      { paymentMethod: "alipay", cashierKind: "WAP" },
      contextAt(at(0)),
    );
    await buy(order.cashier.payUrl);
    await plantFault({ fault: "http-502", outTradeNo: `${order.orderSn}_2`, times: 0 });
    await expect(cancel()).rejects.toMatchObject({ code: "ORDER_NOT_CANCELLABLE" });
    expect(await state()).toMatchObject({ status: "PAID", delivery_status: "DELIVERED" });
  });

  test("while Alipay still says otherwise: nothing is decided", async () => {
    await buy(order.cashier.payUrl);
    await plantFault({ fault: "stale-query", method: QUERY, times: 0 });
    await expect(cancel()).rejects.toMatchObject({ code: "GATEWAY_UNAVAILABLE", status: 503 });
    expect(await state()).toEqual(STILL_PENDING);
  });

  test("by a notice in the same moment: the payment wins", async () => {
    const paid = "update oms_order set status = 'PAID', payment_time = now()";
    await expect(overtake(paid, () => cancel())).rejects.toMatchObject({ code: "ORDER_NOT_CANCELLABLE" });
    expect(await state()).toMatchObject({ status: "PAID" });
  });

  test("after closing, by a QR that stayed alive: the money is honoured", async () => {
    await cancel();
    const { tradeNo } = await buy(order.cashier.payUrl);
    expect(await settlePayment(aTrade(order, { tradeNo }), contextAt(at(5)))).toBe("settle");
    expect(await state()).toMatchObject({ status: "PAID", delivery_status: "DELIVERED" });
  });
});

describe("a gateway without a conclusive answer", () => {
  test.each(["http-502", "system-error-before", "unknown-error", "bad-signature", "missing-signature", "html-200"])(
    "(%s to the question) keeps the order as it was",
    async (fault) => {
      await plantFault({ fault, method: QUERY, outTradeNo: order.orderSn });
      await expect(cancel()).rejects.toMatchObject({
        code: "GATEWAY_UNAVAILABLE",
        status: 503,
        facts: { retryAfter: 5 },
      });
      expect(await state()).toEqual(STILL_PENDING);
      expect(await cancel(at(2))).toMatchObject({ status: 4 });
    },
  );

  test("(silence after closing) keeps it; the next try finds it closed", async () => {
    await buy(order.cashier.payUrl, "login");
    await plantFault({ fault: "reset-after", method: CLOSE, times: 0 });
    await expect(cancel()).rejects.toMatchObject({ code: "GATEWAY_UNAVAILABLE" });
    expect(await tradeAtAlipay(order.orderSn)).toBe("TRADE_CLOSED");
    expect(await state()).toEqual(STILL_PENDING);
    expect(await cancel(at(2))).toMatchObject({ status: 4 });
  });
});

describe("an order that cannot be cancelled", () => {
  test("somebody else's is not found", async () => {
    await expect(cancel(at(1), { ...order, memberId: await aMember() })).rejects.toMatchObject({
      code: "ORDER_NOT_FOUND",
    });
  });

  test("a paid one is refused without asking", async () => {
    const paid = await aPaidOrder();
    await expect(cancel(at(2), paid)).rejects.toMatchObject({ code: "ORDER_NOT_CANCELLABLE" });
    expect(await callsAbout(paid.orderSn)).toEqual([]);
  });

  test("one whose time is over at Alipay too closes and is done with", async () => {
    await buy(order.cashier.payUrl, "login");
    await setAlipayClock(at(33));
    expect(await cancel(at(33))).toMatchObject({ status: 4 });
    expect(await attempt()).toEqual({ status: "CLOSED", next_check_at: null });
  });
});

describe("somebody of the shop closes an unpaid order", () => {
  const close = () => closeAnyOrder(order.orderSn, "买家来电取消", contextAt(at(1), "admin:7"));

  test("of anybody: with a reason in the audit log, once, and the buyer is told who did it", async () => {
    for (let click = 0; click < 2; click += 1) expect(await close()).toMatchObject({ status: 4 });
    expect(await state()).toMatchObject({ status: "CANCELLED", close_reason: "CLOSED_BY_SHOP" });
    expect(await query("select actor, action, target, detail from sys_audit_log")).toEqual([
      {
        actor: "admin:7",
        action: "ORDER_CLOSED",
        target: order.orderSn,
        detail: { reason: "买家来电取消", before: { status: "PENDING" }, after: { status: "CANCELLED" } },
      },
    ]);
    expect(await query("select detail ->> 'why' as why from ums_member_notice")).toEqual([
      { why: "商店关闭了这笔订单" },
    ]);
  });

  test("that is paid meanwhile: it is settled, and nothing is closed or audited", async () => {
    await buy(order.cashier.payUrl);
    await expect(close()).rejects.toMatchObject({ code: "ORDER_NOT_CANCELLABLE" });
    expect(await state()).toMatchObject({ status: "PAID" });
    expect(await count("sys_audit_log")).toBe(0);
  });

  test("while Alipay does not answer: 503, and the order stays", async () => {
    await plantFault({ fault: "http-502", method: QUERY, times: 0 });
    await expect(close()).rejects.toMatchObject({ code: "GATEWAY_UNAVAILABLE" });
    expect(await state()).toEqual(STILL_PENDING);
  });
});
