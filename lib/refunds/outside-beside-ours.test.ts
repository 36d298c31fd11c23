import { beforeEach, describe, expect, test } from "vitest";
import { continuePayment } from "../payments/continue-payment.ts";
import { after, HOUR_MS } from "../core/time.ts";
import { closeExpiredOrders } from "../payments/close-expired-orders.ts";
import { queryPendingPayments } from "../payments/query-pending-payments.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { aCreditProduct, aMember, anOrder, aTrade, at, contextAt } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { buy, clearFaults, plantFault, setAlipayClock, useSandbox } from "../testing/gateway.ts";
import {
  book,
  notifyRefund,
  outsideRefunds,
  refundInConsole,
  spend,
  stateOf,
  type Bought,
} from "../testing/outside.ts";
import { alertsRaised } from "../testing/reconciling.ts";
import { aBoughtOrder, askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { reviewRefund } from "./review-refund.ts";
import { bookOutside } from "./book-outside-refund.ts";
import { resolveRefund } from "./resolve-refund.ts";
import { settleRefunds } from "./settle-refunds.ts";

useSandbox();
useDatabase();

let order: Bought;
let adminId: bigint;
beforeEach(async () => {
  order = await aBoughtOrder();
  adminId = await aMember({ role: "ADMIN" });
});

describe("a refund in the console beside one of ours", () => {
  const mine = async () => (await refundsOf(order))[0]!;

  test("that waits for a person: it is not sent, and gives way", async () => {
    await aReviewOvertaken();
    await expect(
      reviewRefund(adminId, (await mine()).id, { verdict: "approve", reason: "" }, contextAt(at(8))),
    ).rejects.toMatchObject({
      code: "REFUND_NOT_REVIEWABLE",
    });
    await book(adminId);
    expect(await mine()).toMatchObject({ status: "REJECTED" });
    expect(await stateOf(order)).toEqual({ status: "REFUNDED", fen: 40_000 });
    await expectCoherence(at(12));
  });

  test("that was approved a moment before: it is not sent while less is left", async () => {
    await aReviewOvertaken();
    await query("update oms_refund_records set status = 'APPROVED', next_check_at = $1 where kind = 'ORDER'", [at(8)]);
    await settleRefunds(at(8));
    expect(await mine()).toMatchObject({ status: "APPROVED", send_count: 0 });
    await expectCoherence(at(9));
  });

  test("that a person rejects: the goods stay held for it", async () => {
    await aReviewOvertaken();
    await reviewRefund(adminId, (await mine()).id, { verdict: "reject", reason: "已在后台退" }, contextAt(at(8)));
    expect(await stateOf(order)).toEqual({ status: "REFUNDING", fen: 0 });
    await expectCoherence(at(9));
    await book(adminId);
    expect(await stateOf(order)).toEqual({ status: "REFUNDED", fen: 40_000 });
    await expectCoherence(at(12));
  });

  test("that is refused because of it: the goods stay held, and a person is told", async () => {
    await refundInConsole(order, 990);
    expect(await askBack(order, at(6))).toMatchObject({ status: "REFUSED" });
    expect(await stateOf(order)).toEqual({ status: "REFUNDING", fen: 0 });
    expect(await alertsRaised()).toEqual([`UNNAMED OUTSIDE_REFUND:${order.tradeNo}:unnamed-${order.tradeNo}-990`]);
    await expectCoherence(at(7));
    await notifyRefund(order, undefined, at(8));
    expect(await outsideRefunds()).toEqual([{ no: "console-1", fen: 990, status: "REVIEWING" }]);
    await book(adminId);
    expect(await stateOf(order)).toEqual({ status: "REFUNDED", fen: 990 });
    await expectCoherence(at(12));
  });

  test("that has moved already is told apart from it", async () => {
    await spend(order, 60);
    await askBack(order, at(6));
    await refundInConsole(order, 495, "console-1", at(8));
    expect(await notifyRefund(order, (await mine()).out_request_no, at(9))).toBe(true);
    expect(await outsideRefunds()).toMatchObject([{ fen: 495, status: "REVIEWING" }]);
    await notifyRefund(order, "console-1", at(9));
    expect(await outsideRefunds()).toEqual([{ no: "console-1", fen: 495, status: "REVIEWING" }]);
    await book(adminId);
    expect(await stateOf(order)).toEqual({ status: "REFUNDED", fen: 990 });
    await expectCoherence(at(12));
  });

  test("that cannot be paid any more and is given up: what the console sent back is not forgotten", async () => {
    await spend(order, 60);
    await plantFault({ fault: "http-502", method: "alipay.trade.refund", times: 0 });
    expect(await askBack(order, at(8))).toMatchObject({ status: "SENT", refundAmount: 4.95 });
    await clearFaults();
    await refundInConsole(order, 495, "console-1", at(9));
    await notifyRefund(order, "console-1", at(9));
    await book(adminId);
    expect(await stateOf(order)).toEqual({ status: "REFUNDING", fen: 495 });
    await plantFault({ fault: "business-error", method: "alipay.trade.refund", times: 0 });
    const resolved = { outcome: "give-up", reason: "不再等" } as const;
    await resolveRefund(adminId, (await mine()).id, resolved, contextAt(after(at(10), HOUR_MS), `admin:${adminId}`));
    expect(await stateOf(order)).toEqual({ status: "REFUNDED", fen: 495 });
    expect(await query("select sum(remaining)::int as left from ums_credit_lot")).toEqual([{ left: 0 }]);
    await expectCoherence(after(at(11), HOUR_MS));
  });

  /** An order of 400 yuan whose refund waits for a person, and all of which somebody refunds in the console. */
  async function aReviewOvertaken(): Promise<void> {
    order = await aBoughtOrder({ wanted: await aCreditProduct({ priceFen: 40_000 }) });
    expect(await askBack(order, at(4))).toMatchObject({ status: "REVIEWING" });
    await refundInConsole(order, 40_000);
    await notifyRefund(order);
  }
});

describe("a payment that went back whole in the console before we heard of it", () => {
  test("buys nothing, is in the books with its refund, and the order closes", async () => {
    const unheard = await anOrder();
    const { tradeNo } = await buy(unheard.cashier.payUrl);
    await refundInConsole({ ...unheard, tradeNo }, 990);
    await setAlipayClock(at(40));
    await queryPendingPayments(at(40));
    await closeExpiredOrders(at(40));
    await settleRefunds(at(41));
    await book(adminId, at(50));
    const [counted] = await query(
      "select kind, payment_status as status from oms_payment_records where trade_no = $1",
      [tradeNo],
    );
    expect(counted).toEqual({ kind: "UNWANTED", status: "RETURNED" });
    expect(await outsideRefunds()).toMatchObject([{ fen: 990, status: "SUCCESS" }]);
    expect(await stateOf(unheard)).toEqual({ status: "CANCELLED", fen: 0 });
    expect(await query("select from ums_credit_lot where order_id = $1", [unheard.orderId])).toEqual([]);
    await expectCoherence(at(51));
  });
});

describe("a refund in the console of a payment that bought nothing", () => {
  test.each([
    ["a part", [400]],
    ["two parts, both seen before one is booked", [400, 100]],
  ])("of %s: the rest follows by itself", async (_, parts) => {
    const twice = await anOrder();
    const way = { paymentMethod: "alipay", cashierKind: "WAP" } as const;
    const second = await continuePayment(twice.memberId, twice.orderSn, way, contextAt(at(1)));
    const first = await buy(twice.cashier.payUrl);
    const stray = await buy(second.payUrl);
    for (const { tradeNo, outTradeNo } of [first, stray])
      await settlePayment(aTrade({ ...twice, orderSn: outTradeNo }, { tradeNo }), contextAt(at(2)));
    const bought = { ...twice, orderSn: stray.outTradeNo, tradeNo: stray.tradeNo };
    for (const [i, fen] of parts.entries()) {
      await refundInConsole(bought, fen, `console-${i}`);
      await notifyRefund(bought, `console-${i}`);
    }
    const alerts = await query<{ id: bigint }>("select id from sys_alert where kind = 'OUTSIDE_REFUND' order by id");
    for (const { id } of alerts) await bookOutside(adminId, id, "在后台退过", contextAt(at(10), `admin:${adminId}`));
    await setAlipayClock(at(20));
    await settleRefunds(at(20));
    expect(await query("select kind, status, refund_amount_fen as fen from oms_refund_records order by id")).toEqual([
      ...parts.map((fen) => ({ kind: "OUTSIDE", status: "SUCCESS", fen })),
      { kind: "STRAY", status: "SUCCESS", fen: 990 - parts.reduce((sum, fen) => sum + fen) },
    ]);
    expect(await query("select payment_status from oms_payment_records where kind = 'DUPLICATE'")).toEqual([
      { payment_status: "RETURNED" },
    ]);
    await expectCoherence(at(21));
  });
});
