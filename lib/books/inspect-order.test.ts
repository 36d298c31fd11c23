import { describe, expect, test } from "vitest";
import { consumeCredits } from "../credits/consume-credits.ts";
import { retryDeliveries } from "../delivery/retry-deliveries.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { aCreditProduct, anOrder, aPaidOrder, aPlan, at, aTrade, aTradeNo, contextAt } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { useSandbox } from "../testing/gateway.ts";
import { anUndelivered, useRefusedGoods } from "../testing/refused-goods.ts";
import { aBoughtOrder, askBack } from "../testing/refunds.ts";
import { statementsOf } from "../testing/statements.ts";
import { inspectOrder } from "./inspect-order.ts";

useSandbox();
useDatabase();
useRefusedGoods();

describe("one order whole", () => {
  test("unpaid: its cashier, and nothing that came or went", async () => {
    const { orderSn, memberId } = await anOrder();
    const { order, story, ...rest } = await inspectOrder(orderSn, at(1));
    expect(order).toMatchObject({ orderSn, status: 0, tradeNo: null, buyer: { id: Number(memberId), isActive: true } });
    expect(order.timeline).toEqual([
      { type: "CREATED", text: "订单已创建，等待付款", time: at(0).toISOString(), by: "买家" },
    ]);
    expect(story).toMatchObject([{ kind: "order", text: "订单已创建，等待付款", by: "买家", amount: null }]);
    expect(rest).toEqual({
      answer: {
        look: "waiting",
        text: "还在等买家付款，可以付到 2026-03-01 12:30。",
        next: ["ASK", "CLOSE"],
      },
      isStoryCut: false,
      attempts: [
        {
          outTradeNo: orderSn,
          cashierKind: "PAGE",
          amount: 9.9,
          status: "OPEN",
          createTime: at(0).toISOString(),
          lastCheckTime: null,
          nextCheckTime: at(1).toISOString(),
        },
      ],
      payments: [],
      delivery: null,
      lots: [],
      segment: null,
      refunds: [],
      alerts: [],
      askable: true,
      redeliverable: false,
    });
  });

  test("paid twice and partly spent: both payments, the goods as they are now, the alert", async () => {
    const wanted = await aCreditProduct({ creditAmount: 100, bonusCredits: 10 });
    const paid = await aPaidOrder({ wanted });
    const stray = aTrade(paid, { tradeNo: aTradeNo(), source: "QUERY" });
    await settlePayment(stray, contextAt(at(3), "cron"));
    await consumeCredits(paid.memberId, { amount: 30, bizId: "one", reason: "一张图" }, contextAt(at(4)));
    const detail = await inspectOrder(paid.orderSn, at(5));
    expect(detail.order.tradeNo).toBe(paid.trade.tradeNo);
    expect(detail.order.timeline.map(({ type, by }) => [type, by])).toEqual([
      ["CREATED", "买家"],
      ["PAID", "支付宝"],
      ["STRAY_PAYMENT", "定时任务"],
    ]);
    expect(detail.payments).toMatchObject([
      { tradeNo: paid.trade.tradeNo, kind: "EFFECTIVE", amount: 9.9, source: "NOTIFY", isReturned: false },
      { tradeNo: stray.tradeNo, kind: "DUPLICATE", amount: 9.9, source: "QUERY", isReturned: false },
    ]);
    expect(detail.payments[0]!.paymentTime).toBe(at(1).toISOString());
    expect(detail.delivery).toEqual({
      status: "DELIVERED",
      retryCount: 0,
      lastError: null,
      nextRetryTime: null,
      deliveredTime: at(1).toISOString(),
    });
    expect(detail.lots.map(({ kind, granted, remaining }) => [kind, granted, remaining])).toEqual([
      ["BONUS", 10, 0],
      ["PAID", 100, 80],
    ]);
    expect(detail.alerts).toMatchObject([{ kind: "STRAY_PAYMENT", title: "订单收到多余的付款" }]);
    expect([detail.askable, detail.redeliverable]).toEqual([false, false]);
  });

  test("of a plan: the period it granted, also once it was taken back, and its refund", async () => {
    const order = await aBoughtOrder({ wanted: await aPlan({ code: "pro" }) });
    expect((await inspectOrder(order.orderSn, at(2))).segment).toMatchObject({ planCode: "pro", status: "ACTIVE" });
    await askBack(order, at(60));
    const [refund] = await query<{ id: bigint }>("select id from oms_refund_records");
    expect(await inspectOrder(order.orderSn, at(61))).toMatchObject({
      order: { status: 3 },
      segment: { planCode: "pro", status: "REFUNDED" },
      refunds: [{ id: Number(refund!.id), status: "SUCCESS" }],
      lots: [],
    });
  });

  test("whose goods were given up: why, and that they may be sent again", async () => {
    const { orderSn } = await anUndelivered();
    for (const minute of [2, 7, 37]) await retryDeliveries(at(minute));
    expect(await inspectOrder(orderSn, at(38))).toMatchObject({
      delivery: { status: "FAILED", retryCount: 3, lastError: "planted: no lots today", nextRetryTime: null },
      alerts: [{ kind: "DELIVERY_GIVEN_UP", detail: { reason: "planted: no lots today" } }],
      redeliverable: true,
    });
    await query("update sys_alert set resolved_time = now()");
    expect((await inspectOrder(orderSn, at(39))).alerts).toEqual([]);
  });

  test("costs fifteen reads for credits and for a plan", async () => {
    for (const wanted of [await aCreditProduct(), await aPlan()]) {
      const { orderSn } = await aPaidOrder({ wanted });
      // Credits have lots and no period, a plan the other way round.
      expect(await statementsOf(() => inspectOrder(orderSn, at(2)))).toEqual({ reads: 15, writes: 0 });
    }
  });

  test("that does not exist is not found", async () => {
    await expect(inspectOrder("NOSUCHORDER00000", at(1))).rejects.toMatchObject({ code: "ORDER_NOT_FOUND" });
  });
});
