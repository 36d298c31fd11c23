import { beforeEach, describe, expect, test } from "vitest";
import { EVENT_TYPES } from "../contracts/events.ts";
import { after, DAY_MS } from "../core/time.ts";
import { adjustCredits } from "../credits/adjust-credits.ts";
import { commitReservation } from "../credits/commit-reservation.ts";
import { consumeCredits } from "../credits/consume-credits.ts";
import { grantCredits } from "../credits/grant-credits.ts";
import { expireLots } from "../credits/expire-lots.ts";
import { reserveCredits } from "../credits/reserve-credits.ts";
import { reverseConsumption } from "../credits/reverse-consumption.ts";
import { retryDeliveries } from "../delivery/retry-deliveries.ts";
import { completeOrders } from "../orders/complete-orders.ts";
import { cancelOrder } from "../payments/close-order.ts";
import { reviewRefund } from "../refunds/review-refund.ts";
import { expireSegments } from "../subscriptions/expire-segments.ts";
import { remindEnding } from "../subscriptions/remind-ending.ts";
import { aCreditProduct, aMember, anOrder, aPaidOrder, aPlan, at, contextAt, NOW } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { aStaff } from "../testing/desk.ts";
import { aMemberOf, typesOf, written } from "../testing/events.ts";
import { clearFaults, plantFault, useSandbox } from "../testing/gateway.ts";
import { aBoughtOrder, askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { anUndelivered, relent, useRefusedGoods } from "../testing/refused-goods.ts";
import { announceExpiring } from "./announce-expiring.ts";

useSandbox();
useDatabase();
useRefusedGoods();

const CUSTOMER = "user_42";
let memberId: bigint;
beforeEach(async () => {
  memberId = await aMemberOf(CUSTOMER);
});

const spend = (amount: number, bizId: string, minute = 10) =>
  consumeCredits(memberId, { amount, bizId, reason: "画图" }, contextAt(at(minute), "service:1"));
/** 300 credits and 10 bonus, for a year, at 10 yuan. */
const aPack = () => aCreditProduct({ priceFen: 1_000, creditAmount: 300, bonusCredits: 10 });
/** What a refund above the automatic limit waits for. */
const aDearPack = () => aCreditProduct({ priceFen: 40_000 });

test("every type of event is written by the verbs that make it true, and is as its schema says", async () => {
  await aBoughtOrder({ memberId, wanted: await aPack() });
  await spend(250, "a");
  await spend(60, "b");
  await reverseConsumption(memberId, { bizId: "b" }, null, contextAt(at(11), "service:1"));
  const open = await anOrder({ memberId });
  await cancelOrder(memberId, open.orderSn, contextAt(at(12), `member:${memberId}`));

  const failing = await anUndelivered({ memberId });
  for (const minute of [2, 8, 40]) await retryDeliveries(at(minute));
  expect(await query("select delivery_status from oms_order where id = $1", [failing.orderId])).toEqual([
    { delivery_status: "FAILED" },
  ]);
  await relent();

  await askBack(await aBoughtOrder({ memberId }), at(60));
  const waiting = await aBoughtOrder({ memberId, wanted: await aDearPack() });
  await askBack(waiting, at(60));
  const { id: admin } = await aStaff("ADMIN");
  const [{ id: refundId } = { id: 0n }] = await refundsOf(waiting);
  const no = { verdict: "reject", reason: "用量异常" } as const;
  await reviewRefund(admin, refundId, no, contextAt(at(61), `admin:${admin}`));
  await plantFault({
    fault: "business-error",
    method: "alipay.trade.refund",
    subCode: "ACQ.TRADE_HAS_FINISHED",
    times: 0,
  });
  const other = await aMemberOf("user_43");
  await askBack(await aBoughtOrder({ memberId: other }), at(62));
  await clearFaults();

  const plan = await aPlan();
  await aBoughtOrder({ memberId, wanted: plan });
  await aBoughtOrder({ memberId, wanted: plan, now: at(5) });
  const third = await aMemberOf("user_44");
  await askBack(await aBoughtOrder({ memberId: third, wanted: plan }), at(70));
  await remindEnding(after(NOW, 59 * DAY_MS));
  await expireSegments(after(NOW, 70 * DAY_MS));
  await completeOrders(after(NOW, 8 * DAY_MS));
  await announceExpiring(after(NOW, 363 * DAY_MS));
  await expireLots(after(NOW, 366 * DAY_MS));

  const events = await written();
  expect([...new Set(typesOf(events))].sort()).toEqual([...EVENT_TYPES].sort());
  expect(events.every(({ customer_id: id, data }) => id !== null && data.customerId === id)).toBe(true);
});

describe("a purchase", () => {
  test("is told in the order in which it came true, in the commit of the payment", async () => {
    const { orderSn } = await aPaidOrder({ memberId, wanted: await aPack() });
    const events = await written("order.created", "order.paid", "credits.granted", "order.delivered");
    expect(typesOf(events)).toEqual(["order.created", "order.paid", "credits.granted", "order.delivered"]);
    const [, paid, granted] = events;
    expect(paid).toMatchObject({
      customer_id: CUSTOMER,
      create_time: at(1),
      data: { orderSn, productType: "credits", planCode: null, amountFen: 1_000, paymentMethod: "alipay" },
    });
    expect(paid!.data.paymentTime).toBe("2026-03-01T12:01:00.000+08:00");
    // Two lots, one movement.
    expect(granted!.data).toMatchObject({ credits: 310, available: 310, total: 310, source: "order", orderSn });
    await expectCoherence(at(60));
  });

  test("of a member whom the product did not bring names no customer", async () => {
    await aPaidOrder({ memberId: await aMember() });
    expect((await written("order.paid"))[0]).toMatchObject({ customer_id: null, data: { customerId: null } });
  });
});

describe("a spending", () => {
  beforeEach(async () => {
    await aPaidOrder({ memberId, wanted: await aPack() });
  });

  const told = async () => typesOf(await written("credits.consumed", "credits.low", "credits.exhausted"));

  test("that takes from two lots is one event, and its repeat none", async () => {
    await spend(50, "job-1");
    await spend(50, "job-1");
    const [event, ...more] = await written("credits.consumed");
    expect(more).toEqual([]);
    expect(event!.data).toEqual({
      ...{ customerId: CUSTOMER, bizId: "job-1", credits: 50, reason: "画图", available: 260, total: 260 },
    });
  });

  test("below the threshold is told once, and again only after there were more", async () => {
    await spend(210, "a");
    expect(await told()).toEqual(["credits.consumed"]);
    await spend(1, "b");
    await spend(1, "c");
    expect(await told()).toEqual(["credits.consumed", "credits.consumed", "credits.low", "credits.consumed"]);
    await reverseConsumption(memberId, { bizId: "a" }, null, contextAt(at(11), "service:1"));
    await spend(220, "d");
    expect((await told()).filter((type) => type === "credits.low")).toHaveLength(2);
  });

  test("of all there is says so, by the threshold that an admin set", async () => {
    await query("insert into sys_event_settings (low_credits) values (10)");
    await spend(299, "a");
    await spend(11, "b");
    expect(await told()).toEqual(["credits.consumed", "credits.consumed", "credits.low", "credits.exhausted"]);
    expect((await written("credits.low"))[0]!.data).toMatchObject({ available: 0, threshold: 10 });
  });

  test("through reservations crosses the threshold when it is spent, and once", async () => {
    const by = contextAt(at(10), "service:1");
    for (const bizId of ["a", "b"]) await reserveCredits(memberId, { bizId, amount: 150, reason: "训练" }, by);
    expect(await told()).toEqual([]);
    await commitReservation(memberId, { bizId: "a" }, by);
    await commitReservation(memberId, { bizId: "b" }, by);
    expect(await told()).toEqual(["credits.consumed", "credits.consumed", "credits.low"]);
    await expectCoherence(at(60));
  });
});

test("credits that the product gives are granted under its own number", async () => {
  const gift = { amount: 30, bizId: "welcome", reason: "注册赠送" };
  for (let i = 0; i < 2; i += 1) await grantCredits(memberId, gift, contextAt(at(5), "service:1"));
  const [granted, ...more] = await written("credits.granted");
  expect(more).toEqual([]);
  expect(granted!.data).toMatchObject({
    credits: 30,
    source: "service",
    bizId: "welcome",
    orderSn: null,
    expireTime: null,
  });
  await expectCoherence(at(60));
});

test("credits that a person gives are granted; a correction is no event", async () => {
  const { id } = await aStaff("ADMIN");
  const by = contextAt(at(5), `admin:${id}`);
  await adjustCredits(id, { origin: "GIFT", amount: 50, reason: "周年", memberId, requestKey: null }, by);
  await adjustCredits(id, { origin: "CORRECTION", amount: -20, reason: "多给了", memberId, requestKey: null }, by);
  expect(typesOf(await written()).filter((type) => type.startsWith("credits"))).toEqual(["credits.granted"]);
  expect((await written("credits.granted"))[0]!.data).toMatchObject({ credits: 50, source: "gift", orderSn: null });
  await expectCoherence(at(60));
});

test("a plan is started once and then extended, and ends with the last period of its line", async () => {
  const plan = await aPlan();
  for (const minute of [0, 5, 10]) await aPaidOrder({ memberId, wanted: plan, now: at(minute) });
  const kinds = () =>
    written("subscription.started", "subscription.extended", "subscription.ended", "subscription.ending");
  expect(typesOf(await kinds())).toEqual(["subscription.started", "subscription.extended", "subscription.extended"]);
  const [, , last] = await kinds();
  expect(last!.data).toMatchObject({ planEndDate: last!.data.endDate, billingCycle: "monthly" });
  await expireSegments(after(NOW, 40 * DAY_MS));
  expect(await written("subscription.ended")).toEqual([]);
  await expireSegments(after(NOW, 100 * DAY_MS));
  const ended = await written("subscription.ended");
  expect(ended).toMatchObject([{ data: { orderSn: last!.data.orderSn, planEndDate: null } }]);
});

test("lots that end soon are announced once each, what a refund holds left out", async () => {
  await aPaidOrder({ memberId, wanted: await aPack() });
  await spend(310, "all");
  await aPaidOrder({ memberId, wanted: await aPack() });
  expect(await announceExpiring(after(NOW, 300 * DAY_MS))).toMatchObject({ done: 0 });
  const soon = after(NOW, 363 * DAY_MS);
  expect(await announceExpiring(soon)).toMatchObject({ done: 2, left: 0 });
  expect(await announceExpiring(soon)).toMatchObject({ done: 0 });
  expect((await written("credits.expiring")).map(({ data }) => data.credits)).toEqual([10, 300]);
});
