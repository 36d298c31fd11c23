import { beforeEach, describe, expect, test } from "vitest";
import { reserveCredits } from "../credits/reserve-credits.ts";
import { releaseReservation } from "../credits/release-reservation.ts";
import { after, DAY_MS } from "../core/time.ts";
import { completeOrders } from "../orders/complete-orders.ts";
import { aCreditProduct, aPlan, at, contextAt, NOW } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { aStaff, refundFromDesk } from "../testing/desk.ts";
import { refundsAtAlipay, setAlipayClock, useSandbox } from "../testing/gateway.ts";
import { spend, stateOf, type Bought } from "../testing/outside.ts";
import { aBoughtOrder, askBack, expectCoherence, undeliver } from "../testing/refunds.ts";
import { quoteDeskRefund } from "./quote-desk-refund.ts";
import { quoteRefund } from "./quote-refund.ts";
import { reviewRefund } from "./review-refund.ts";
import type { Staff } from "./start-refund.ts";

useSandbox();
useDatabase();

const lots = () => query("select kind, remaining as left, frozen from ums_credit_lot order by kind desc");
const notices = () =>
  query<{ kind: string; facts: object }>("select kind, detail as facts from ums_member_notice order by id");
const bodies = async () => (await notices()).map(({ facts }) => facts);

let order: Bought;
let finance: Staff;
const now = at(60);
/** A month later. The pack is valid for a year. */
const late = after(NOW, 30 * DAY_MS);
const aPack = (priceFen = 1_000) => aCreditProduct({ priceFen, creditAmount: 100, bonusCredits: 10 });

beforeEach(async () => {
  order = await aBoughtOrder({ wanted: await aPack() });
  finance = await aStaff("FINANCE");
});

describe("a part of a pack, after the seven days", () => {
  beforeEach(async () => {
    await completeOrders(late);
    await setAlipayClock(late);
    expect(await stateOf(order)).toEqual({ status: "COMPLETED", fen: 0 });
  });

  test("takes as many of the paid credits as the money bought, rounded up, and the order goes on", async () => {
    const done = await refundFromDesk(finance, order, { amountFen: 301, takeBack: "unused" }, late);
    expect(done).toMatchObject({ status: "SUCCESS", refundAmount: 3.01 });
    expect(await refundsAtAlipay(order.orderSn)).toMatchObject([{ amountFen: 301 }]);
    expect(await lots()).toEqual([
      { kind: "BONUS", left: 10, frozen: 0 },
      { kind: "PAID", left: 69, frozen: 0 },
    ]);
    expect(await stateOf(order)).toEqual({ status: "PAID", fen: 301 });
    expect((await bodies()).at(-1)).toMatchObject({
      amount: "3.01",
      rest: "收回了 31 积分，其余照常使用。这笔订单累计退回 ¥3.01，还有 ¥6.99 没有退。",
    });
    await expectCoherence(late);
    await completeOrders(late);
    expect(await stateOf(order)).toEqual({ status: "COMPLETED", fen: 301 });
  });

  test("holds nothing but that part while it waits, and lets it go when it is rejected", async () => {
    const support = await aStaff("SUPPORT");
    const { status, refundId } = await refundFromDesk(support, order, { amountFen: 301, takeBack: "unused" }, late);
    expect(status).toBe("REVIEWING");
    expect(await lots()).toMatchObject([{ frozen: 0 }, { frozen: 31 }]);
    await expectCoherence(late);
    const words = { verdict: "reject", reason: "不符合" } as const;
    await reviewRefund(finance.id, BigInt(refundId), words, contextAt(late, `admin:${finance.id}`));
    expect(await lots()).toMatchObject([{ frozen: 0 }, { left: 100, frozen: 0 }]);
    expect(await stateOf(order)).toEqual({ status: "PAID", fen: 0 });
    await expectCoherence(late);
  });

  test("several take what is left in the end, and never more money than was paid", async () => {
    for (const amountFen of [334, 334]) await refundFromDesk(finance, order, { amountFen, takeBack: "unused" }, late);
    await expect(refundFromDesk(finance, order, { amountFen: 333, takeBack: "none" }, late)).rejects.toMatchObject({
      facts: { detail: "MORE_THAN_LEFT" },
    });
    await refundFromDesk(finance, order, { takeBack: "unused" }, late);
    // 34 + 34 credits went; 32 are worth 320 fen.
    expect(await stateOf(order)).toEqual({ status: "REFUNDED", fen: 988 });
    expect(await lots()).toMatchObject([{ left: 0 }, { left: 0 }]);
    await expectCoherence(late);
  });
});

describe("what becomes of the goods", () => {
  test("none: they stay, and all of the money may go back", async () => {
    await refundFromDesk(finance, order, { amountFen: 400, takeBack: "none" }, now);
    expect(await stateOf(order)).toEqual({ status: "PAID", fen: 400 });
    await refundFromDesk(finance, order, { takeBack: "none" }, now);
    expect(await stateOf(order)).toEqual({ status: "REFUNDED", fen: 1_000 });
    expect(await lots()).toMatchObject([{ left: 10 }, { left: 100 }]);
    expect(await spend(order, 50)).toBeTruthy();
    await expectCoherence(now);
  });

  test("all: what is left goes, the bonus too, whatever the money", async () => {
    await spend(order, 60);
    await refundFromDesk(finance, order, { amountFen: 100, takeBack: "all" }, now);
    expect(await stateOf(order)).toEqual({ status: "REFUNDED", fen: 100 });
    expect(await lots()).toMatchObject([{ left: 0 }, { left: 0 }]);
    await expectCoherence(now);
  });

  test("without an amount: unused is worth what is left, all is all of the money", async () => {
    await spend(order, 60);
    const quote = (takeBack: "unused" | "all" | "none") => quoteDeskRefund(finance, order.orderSn, { takeBack }, now);
    expect(await quote("unused")).toMatchObject({ refundAmount: 5, takes: "50 积分", orderStatus: 3, approvals: 0 });
    expect(await quote("all")).toMatchObject({ refundAmount: 10, takes: "50 积分", orderStatus: 3 });
    expect(await quote("none")).toMatchObject({ refundAmount: 10, takes: null, orderStatus: 3 });
  });

  test("goods without money: nothing is sent, and the buyer is told", async () => {
    const { status, message } = await refundFromDesk(finance, order, { amountFen: 0, takeBack: "all" }, now);
    expect([status, message]).toEqual(["SUCCESS", "权益已收回，没有退款"]);
    expect(await refundsAtAlipay(order.orderSn)).toEqual([]);
    expect(await stateOf(order)).toEqual({ status: "REFUNDED", fen: 0 });
    expect(await lots()).toMatchObject([{ left: 0 }, { left: 0 }]);
    expect((await notices()).at(-1)).toMatchObject({ kind: "GOODS_TAKEN", facts: { goods: "110 积分" } });
    await expectCoherence(now);
  });

  test("a job that runs on them keeps them, and not the money", async () => {
    await reserveCredits(order.memberId, { amount: 5, bizId: "job", reason: "画图" }, contextAt(now));
    const ask = (takeBack: "all" | "unused" | "none") =>
      refundFromDesk(finance, order, { amountFen: 100, takeBack }, now);
    for (const takeBack of ["all", "unused"] as const)
      await expect(ask(takeBack)).rejects.toMatchObject({ facts: { detail: "JOB_RUNNING" } });
    expect(await ask("none")).toMatchObject({ status: "SUCCESS" });
    await releaseReservation(order.memberId, { bizId: "job" }, contextAt(now));
    expect(await ask("unused")).toMatchObject({ status: "SUCCESS" });
    await expectCoherence(now);
  });

  test("what is used cannot be taken, and its money may go back", async () => {
    await spend(order, 110);
    await expect(refundFromDesk(finance, order, { takeBack: "unused" }, now)).rejects.toMatchObject({
      facts: { detail: "NOTHING_LEFT" },
    });
    await refundFromDesk(finance, order, { amountFen: 200, takeBack: "unused" }, now);
    expect(await stateOf(order)).toEqual({ status: "PAID", fen: 200 });
    await expectCoherence(now);
  });

  test("goods that are owed go with all of the money, or not at all", async () => {
    await undeliver(now);
    await expect(refundFromDesk(finance, order, { amountFen: 200, takeBack: "unused" }, now)).rejects.toMatchObject({
      facts: { detail: "NOT_DELIVERED" },
    });
    await refundFromDesk(finance, order, { takeBack: "all" }, now);
    expect(await stateOf(order)).toEqual({ status: "REFUNDED", fen: 1_000 });
    await expectCoherence(now);
  });
});

describe("a plan", () => {
  const segments = () => query("select status from ums_member_subscriptions");
  beforeEach(async () => {
    order = await aBoughtOrder({ wanted: await aPlan({ priceMonthlyFen: 3_100 }) });
  });

  test("a part of the money takes no days, and the plan runs meanwhile", async () => {
    const support = await aStaff("SUPPORT");
    const { refundId } = await refundFromDesk(support, order, { amountFen: 1_000, takeBack: "unused" }, now);
    expect(await segments()).toEqual([{ status: "ACTIVE" }]);
    const words = { verdict: "approve", reason: "" } as const;
    await reviewRefund(finance.id, BigInt(refundId), words, contextAt(now, `admin:${finance.id}`));
    expect(await segments()).toEqual([{ status: "ACTIVE" }]);
    expect(await stateOf(order)).toEqual({ status: "PAID", fen: 1_000 });
    await expectCoherence(now);
    // The buyer gets the rest of the money for the rest of the days.
    expect(await quoteRefund(order.memberId, order.orderSn, now)).toMatchObject({
      refundAmount: 21,
      needsReview: true,
    });
  });

  test("what its days are worth takes them, and so does all", async () => {
    await refundFromDesk(finance, order, { takeBack: "unused" }, now);
    expect(await segments()).toEqual([{ status: "REFUNDED" }]);
    expect(await stateOf(order)).toEqual({ status: "REFUNDED", fen: 3_000 });
    await expectCoherence(now);
  });

  test("all with a part of the money ends it", async () => {
    await refundFromDesk(finance, order, { amountFen: 1, takeBack: "all" }, now);
    expect(await segments()).toEqual([{ status: "REFUNDED" }]);
    await expectCoherence(now);
  });
});

describe("what the buyer may ask for after a part", () => {
  test("the price of what is left, and never more than is left of the money", async () => {
    await refundFromDesk(finance, order, { amountFen: 300, takeBack: "unused" }, now);
    expect(await quoteRefund(order.memberId, order.orderSn, now)).toMatchObject({ refundAmount: 7 });
    await refundFromDesk(finance, order, { amountFen: 500, takeBack: "none" }, now);
    const quote = await quoteRefund(order.memberId, order.orderSn, now);
    expect(quote).toMatchObject({ refundAmount: 2 });
    expect(quote.breakdown).toContainEqual({ label: "此前已收回", value: "30" });
    expect(quote.breakdown).toContainEqual({ label: "已使用", value: "0" });
    expect(await askBack(order, now)).toMatchObject({ status: "REVIEWING", refundAmount: 2 });
  });
});
