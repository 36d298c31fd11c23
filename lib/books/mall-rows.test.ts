import { expect, test } from "vitest";
import { DELIVERY_STATUS_CODES, ORDER_STATUS_CODES } from "../contracts/codes.ts";
import { PAY_TYPE_CODES } from "../contracts/mall-codes.ts";
import type { OrderRow } from "../contracts/orders.ts";
import { after, DAY_MS } from "../core/time.ts";
import { redeliverOrder } from "../delivery/redeliver-order.ts";
import { retryDeliveries } from "../delivery/retry-deliveries.ts";
import { completeOrders } from "../orders/complete-orders.ts";
import { listOrders } from "../orders/list-orders.ts";
import { cancelOrder } from "../payments/close-order.ts";
import { continuePayment } from "../payments/continue-payment.ts";
import { getOrderDetail } from "../payments/get-order-detail.ts";
import { receiveNotify } from "../refunds/receive-notify.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { settleRefunds } from "../refunds/settle-refunds.ts";
import { aMember, anOrder, aPaidOrder, aPlan, at, aTrade, contextAt, type TestOrder } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { buy, noticeOf, useSandbox } from "../testing/gateway.ts";
import { aBoughtOrder, askBack } from "../testing/refunds.ts";
import { anUndelivered, relent, useRefusedGoods } from "../testing/refused-goods.ts";

// What the views mall_* say of orders that went their real ways (docs/rules.md R68).

useSandbox();
useDatabase();
useRefusedGoods();

const now = at(90);

/** An admin has the goods sent that the system had given up. */
async function aRedelivered(memberId: bigint): Promise<TestOrder> {
  const order = await anUndelivered({ memberId });
  for (const minute of [2, 7, 37]) await retryDeliveries(at(minute));
  await relent();
  const admin = await aMember({ role: "ADMIN" });
  await redeliverOrder(admin, order.orderSn, contextAt(at(60), `admin:${admin}`));
  return order;
}

/** Orders of one member in every state of an order and of a delivery, each brought there by the real verbs. */
async function ordersInEveryState(memberId: bigint): Promise<void> {
  await aPaidOrder({ memberId, wanted: await aPlan(), now: after(at(0), -8 * DAY_MS) });
  await completeOrders(at(0));
  const cancelled = await anOrder({ memberId });
  await cancelOrder(memberId, cancelled.orderSn, contextAt(at(1), `member:${memberId}`));
  await anOrder({ memberId, wanted: await aPlan(), kind: "WAP" });
  await aPaidOrder({ memberId, wanted: { ...(await aPlan()), billingCycle: "YEARLY" } });
  await askBack(await aBoughtOrder({ memberId }), at(70));
  // The second refund of a month waits for a person.
  await askBack(await aBoughtOrder({ memberId }), at(71));
  await aRedelivered(memberId);
  await anUndelivered({ memberId });
  for (const minute of [2, 7, 37]) await retryDeliveries(at(minute));
  await anUndelivered({ memberId });
}

/** The same facts of the same orders, from the views alone. */
function seenBy(memberId: bigint): Promise<object[]> {
  return query(
    `select o.id::integer, o.order_sn as "orderSn", i.product_name as "productName", o.product_type as "productType",
       o.total_amount::float8 as "totalAmount", o.status, o.delivery_status as "deliveryStatus", o.pay_type as "payType",
       o.payment_time as "paymentTime", o.create_time as "createTime", o.expire_time as "expireTime"
     from mall_oms_order o join mall_oms_order_item i on i.order_id = o.id where o.member_id = $1 order by o.id desc`,
    [memberId],
  );
}

function asSeen(row: OrderRow): object {
  const { id, orderSn, productName, productType, totalAmount, status, deliveryStatus, paymentMethod } = row;
  const instant = (text: string | null) => (text === null ? null : new Date(text));
  return {
    ...{ id, orderSn, productName, productType, totalAmount, status, deliveryStatus },
    payType: paymentMethod === null ? 0 : PAY_TYPE_CODES[paymentMethod],
    paymentTime: instant(row.paymentTime),
    createTime: instant(row.createTime),
    expireTime: instant(row.expireTime),
  };
}

test("an order says the same in the view as in the member's history, in every state", async () => {
  const memberId = await aMember({ now: after(at(0), -9 * DAY_MS) });
  await ordersInEveryState(memberId);
  const { list } = await listOrders(memberId, { pageNum: 1, pageSize: 100 }, now);
  expect(new Set(list.map(({ status }) => status))).toEqual(new Set(Object.values(ORDER_STATUS_CODES)));
  expect(new Set(list.map(({ deliveryStatus }) => deliveryStatus))).toEqual(
    new Set(Object.values(DELIVERY_STATUS_CODES)),
  );
  expect(await seenBy(memberId)).toEqual(list.map(asSeen));

  for (const { orderSn } of list) {
    const { item, payAmount, refundedAmount, closeReason } = await getOrderDetail(memberId, orderSn, now);
    const [seen] = await query(
      `select o.pay_amount::float8 as "payAmount", o.refunded_amount::float8 as "refundedAmount", o.close_reason as "closeReason",
         i.real_amount = o.pay_amount and i.product_price * i.product_quantity = i.real_amount as "isOneSum",
         json_build_object('productName', i.product_name, 'creditAmount', i.credit_amount, 'bonusCredits', i.bonus_credits,
           'validDays', i.valid_days, 'planCode', i.plan_code, 'billingCycle', i.billing_cycle) as item
       from mall_oms_order o join mall_oms_order_item i using (order_sn) where order_sn = $1`,
      [orderSn],
    );
    expect(seen).toEqual({ item, payAmount, refundedAmount, closeReason, isOneSum: true });
  }
});

test("an order says where it was placed, that it is given by itself, and when it was given and over", async () => {
  const desk = await aPaidOrder({ now: after(at(0), -8 * DAY_MS) });
  await completeOrders(at(0));
  await anOrder({ memberId: desk.memberId, kind: "WAP" });
  expect(
    await query(
      `select order_type, source_type, auto_delivery, delivery_time, confirm_status, receive_time, modify_time,
         member_username = (select email from ums_member where id = member_id) as named from mall_oms_order order by id`,
    ),
  ).toEqual([
    {
      ...{ order_type: 0, source_type: 0, auto_delivery: 1, named: true },
      ...{ delivery_time: after(at(1), -8 * DAY_MS), confirm_status: 1, receive_time: at(0), modify_time: at(0) },
    },
    {
      ...{ order_type: 0, source_type: 1, auto_delivery: 1, named: true },
      ...{ delivery_time: null, confirm_status: 0, receive_time: null, modify_time: at(0) },
    },
  ]);
});

test("a payment names its member and its first notice, whatever else was said of its trade", async () => {
  const noticed = await anOrder();
  await buy(noticed.cashier.payUrl, "login");
  await receiveNotify("alipay", await noticeOf(noticed.orderSn), at(1));
  await buy(noticed.cashier.payUrl);
  await receiveNotify("alipay", await noticeOf(noticed.orderSn), at(2));
  await receiveNotify("alipay", await noticeOf(noticed.orderSn, { notify_id: "again" }), at(3));
  const asked = await anOrder();
  await settlePayment(aTrade(asked, { source: "QUERY" }), contextAt(at(4)));
  expect(
    await query(
      `select member_id, payment_method, payment_amount, payment_status, callback_time, create_time
       from mall_oms_payment_records order by id`,
    ),
  ).toEqual([
    {
      ...{ member_id: noticed.memberId, payment_method: "alipay", payment_amount: "9.90", payment_status: 1 },
      ...{ callback_time: at(2), create_time: at(2) },
    },
    {
      ...{ member_id: asked.memberId, payment_method: "alipay", payment_amount: "9.90", payment_status: 1 },
      ...{ callback_time: null, create_time: at(4) },
    },
  ]);
});

test("a second payment of an order is a row of its own, and is given back", async () => {
  const order = await anOrder();
  const phone = await continuePayment(
    order.memberId,
    order.orderSn,
    { paymentMethod: "alipay", cashierKind: "WAP" },
    contextAt(at(0)),
  );
  for (const payUrl of [order.cashier.payUrl, phone.payUrl]) {
    const { outTradeNo, tradeNo } = await buy(payUrl);
    await settlePayment(aTrade(order, { outTradeNo, tradeNo }), contextAt(at(1), "alipay"));
  }
  await settleRefunds(now);
  expect(await query("select payment_status from mall_oms_payment_records order by id")).toEqual([
    { payment_status: 1 },
    { payment_status: 3 },
  ]);
  expect(await query("select pay_type, source_type from mall_oms_order")).toEqual([{ pay_type: 1, source_type: 0 }]);
});

test("a delivery says what was given and who had it given", async () => {
  const memberId = await aMember();
  const wanted = await aPlan({ code: "pro" });
  await aPaidOrder({ memberId, wanted });
  await aRedelivered(memberId);
  await anUndelivered({ memberId });
  await relent();
  await retryDeliveries(at(61));
  await anUndelivered({ memberId });
  const given = await query<{ time: Date | null; same: boolean }>(
    `select d.delivery_time as time, d.delivery_time is not distinct from o.delivery_time as same
     from mall_oms_delivery_records d join mall_oms_order o on o.id = d.order_id order by d.id`,
  );
  expect(given).toEqual([at(1), at(60), at(61), null].map((time) => ({ time, same: true })));
  const credits = { creditAmount: 100, bonusCredits: 10 };
  const deliveries = await query<{ delivery_data: object | null }>(
    `select product_type, delivery_type, delivery_status, delivery_data, retry_count from mall_oms_delivery_records
     where member_id = $1 order by id`,
    [memberId],
  );
  expect(deliveries).toMatchObject([
    { product_type: 3, delivery_type: 1, delivery_status: 1, delivery_data: { planCode: "pro" }, retry_count: 0 },
    { product_type: 2, delivery_type: 2, delivery_status: 1, delivery_data: credits, retry_count: 4 },
    { product_type: 2, delivery_type: 1, delivery_status: 1, delivery_data: credits, retry_count: 1 },
    { product_type: 2, delivery_type: null, delivery_status: 0, delivery_data: null, retry_count: 0 },
  ]);
  // The period that was given is the row of the member's plans.
  const [period] = await query<{ start_date: Date; end_date: Date }>(
    "select plan_code, billing_cycle, status, start_date, end_date from mall_ums_member_subscriptions",
  );
  expect(period).toMatchObject({ plan_code: "pro", billing_cycle: "monthly", status: 1, start_date: at(1) });
  const { startDate, endDate } = deliveries[0]!.delivery_data as { startDate: string; endDate: string };
  expect([new Date(startDate), new Date(endDate)]).toEqual([period!.start_date, period!.end_date]);
});

test("the catalogue has its prices in yuan, and says what is on sale", async () => {
  await anOrder();
  await aPlan({ status: "OFF_SALE" });
  expect(await query("select price, credit_amount, status from mall_pms_credit_product")).toEqual([
    { price: "9.90", credit_amount: 100, status: 1 },
  ]);
  expect(await query("select price_monthly, price_yearly, status from mall_ums_subscription_plans")).toEqual([
    { price_monthly: "29.00", price_yearly: "299.00", status: 0 },
  ]);
});
