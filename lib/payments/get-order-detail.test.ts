import { expect, test } from "vitest";
import { aCreditProduct, aMember, anOrder, aPaidOrder, aPlan, at, aTrade, contextAt } from "../testing/builders.ts";
import { useDatabase } from "../testing/database.ts";
import { statementsOf } from "../testing/statements.ts";
import { getOrderDetail } from "./get-order-detail.ts";
import { settlePayment } from "./settle-payment.ts";

useDatabase();

test("an unpaid order of credits: what is bought, until when, and its first line of history", async () => {
  const wanted = await aCreditProduct({ creditAmount: 100, bonusCredits: 10, validDays: 30 });
  const { memberId, orderSn } = await anOrder({ wanted });
  expect(await getOrderDetail(memberId, orderSn, at(1))).toMatchObject({
    orderSn,
    status: 0,
    payAmount: 9.9,
    refundedAmount: 0,
    closeReason: null,
    item: { creditAmount: 100, bonusCredits: 10, validDays: 30, planCode: null, billingCycle: null },
    tradeNo: null,
    timeline: [{ type: "CREATED", text: "订单已创建，等待付款", time: at(0).toISOString() }],
    payable: true,
    cancellable: true,
    refundable: false,
  });
});

test("a paid plan with a stray payment: the trade that counts, and everything that happened, oldest first", async () => {
  const order = await aPaidOrder({ wanted: await aPlan({ code: "pro" }) });
  await settlePayment(aTrade(order), contextAt(at(3), "alipay"));
  const detail = await getOrderDetail(order.memberId, order.orderSn, at(4));
  expect(detail).toMatchObject({
    status: 1,
    tradeNo: order.trade.tradeNo,
    item: { planCode: "pro", billingCycle: "monthly", creditAmount: null },
    refundable: true,
  });
  expect(detail.timeline.map(({ text }) => text)).toEqual([
    "订单已创建，等待付款",
    "支付宝付款成功，商品已到账",
    "收到一笔多余的付款，将自动原路退回",
  ]);
});

test("costs three reads", async () => {
  const { memberId, orderSn } = await aPaidOrder();
  expect(await statementsOf(() => getOrderDetail(memberId, orderSn, at(2)))).toEqual({ reads: 3, writes: 0 });
});

test("somebody else's order is not found", async () => {
  const { orderSn } = await aPaidOrder();
  await expect(getOrderDetail(await aMember(), orderSn, at(2))).rejects.toMatchObject({ code: "ORDER_NOT_FOUND" });
});
