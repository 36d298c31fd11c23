import { beforeEach, expect, test } from "vitest";
import { redeliverOrder } from "../delivery/redeliver-order.ts";
import { retryDeliveries } from "../delivery/retry-deliveries.ts";
import { completeOrders } from "../orders/complete-orders.ts";
import { listOrders } from "../orders/list-orders.ts";
import { REFUND_WINDOW_MS } from "../core/deadlines.ts";
import { after, DAY_MS } from "../core/time.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { aMember, anOrder, at, aTrade, contextAt, type TestOrder } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { buy, refundsAtAlipay, useSandbox } from "../testing/gateway.ts";
import { refuse, relent, useRefusedGoods } from "../testing/refused-goods.ts";
import { askBack } from "../testing/refunds.ts";
import { quoteRefund } from "./quote-refund.ts";

useSandbox();
useDatabase();
useRefusedGoods();

/** Long after the seven days. */
const LATE = after(at(1), 30 * DAY_MS);

let order: TestOrder;
beforeEach(async () => {
  order = await anOrder();
  await refuse(order);
  const { tradeNo } = await buy(order.cashier.payUrl);
  await settlePayment(aTrade(order, { tradeNo, paidAt: at(1) }), contextAt(at(1), "alipay"));
});

const giveUp = async () => {
  for (const minute of [2, 7, 37]) await retryDeliveries(at(minute));
};
const row = async (now: Date) => (await listOrders(order.memberId, {}, now)).list[0];
const states = async () => (await query("select status, delivery_status from oms_order"))[0];

test.each([
  ["that was given up", giveUp],
  ["that is still retried", () => Promise.resolve()],
])("a delivery %s leaves the whole money refundable, however late it is", async (_, before) => {
  await before();
  expect(await completeOrders(LATE)).toMatchObject({ claimed: 0 });
  expect(await row(LATE)).toMatchObject({ refundable: true });
  expect(await quoteRefund(order.memberId, order.orderSn, LATE)).toMatchObject({
    refundable: true,
    refundAmount: 9.9,
    deadline: null,
    breakdown: expect.arrayContaining([{ label: "商品", value: "尚未发放，全额退回" }]) as unknown,
  });
  expect(await askBack(order, LATE)).toMatchObject({ success: true, refundAmount: 9.9, status: "SUCCESS" });
  expect(await refundsAtAlipay(order.orderSn)).toMatchObject([{ amountFen: 990 }]);
});

test("what is handed over by hand counts its seven days from the payment", async () => {
  await giveUp();
  await relent();
  const admin = await aMember({ role: "ADMIN" });
  await redeliverOrder(admin, order.orderSn, contextAt(after(at(1), 6 * DAY_MS), `admin:${admin}`));
  const deadline = after(at(1), REFUND_WINDOW_MS);
  expect(await quoteRefund(order.memberId, order.orderSn, deadline)).toMatchObject({
    refundable: true,
    deadline: deadline.toISOString(),
  });
  const over = after(deadline, 1);
  expect(await row(over)).toMatchObject({ refundable: false });
  expect(await quoteRefund(order.memberId, order.orderSn, over)).toMatchObject({ refundable: false });
  await completeOrders(over);
  expect(await states()).toEqual({ status: "COMPLETED", delivery_status: "DELIVERED" });
});
