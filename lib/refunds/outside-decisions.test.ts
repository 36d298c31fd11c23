import { beforeEach, describe, expect, test } from "vitest";
import { after, HOUR_MS } from "../core/time.ts";
import { continuePayment } from "../payments/continue-payment.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { aMember, anOrder, at, aTrade, contextAt } from "../testing/builders.ts";
import { overtake, query, useDatabase } from "../testing/database.ts";
import { buy, clearFaults, plantFault, useSandbox } from "../testing/gateway.ts";
import { notifyRefund, refundInConsole, spend, stateOf, type Bought } from "../testing/outside.ts";
import { aBoughtOrder, askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { bookOutside } from "./book-outside-refund.ts";
import { resolveRefund } from "./resolve-refund.ts";

useSandbox();
useDatabase();

let adminId: bigint;
beforeEach(async () => {
  adminId = await aMember({ role: "ADMIN" });
});

/** An admin books the first of two refunds that somebody made in the console. */
async function bookFirst(): Promise<void> {
  const [first] = await query<{ id: bigint }>("select id from sys_alert where kind = 'OUTSIDE_REFUND' order by id");
  await bookOutside(adminId, first!.id, "在后台退过", contextAt(at(10), `admin:${adminId}`));
}

async function refundTwice(bought: Bought, fen: readonly [number, number]): Promise<void> {
  for (const [i, amountFen] of fen.entries()) {
    await refundInConsole(bought, amountFen, `console-${i}`);
    await notifyRefund(bought, `console-${i}`);
  }
}

/** What another admin writes who books the second of them, and has not committed yet. */
const bookedSecond = (tradeNo: string) => `
  update oms_refund_records set status = 'SUCCESS', finish_time = now()
    where trade_no = '${tradeNo}' and out_request_no = 'console-1';
  update sys_alert set resolved_time = now() where cause = '${tradeNo}:console-1'`;
const countedDecision = (tradeNo: string) => `
  update oms_payment_records set outside_decisions = outside_decisions + 1 where trade_no = '${tradeNo}'`;

describe("two refunds in the console of a payment that bought nothing, booked by two admins at once", () => {
  let stray: Bought;
  beforeEach(async () => {
    const twice = await anOrder();
    const way = { paymentMethod: "alipay", cashierKind: "WAP" } as const;
    const second = await continuePayment(twice.memberId, twice.orderSn, way, contextAt(at(1)));
    const paid = [await buy(twice.cashier.payUrl), await buy(second.payUrl)];
    for (const { tradeNo, outTradeNo } of paid)
      await settlePayment(aTrade({ ...twice, orderSn: outTradeNo }, { tradeNo }), contextAt(at(2)));
    stray = { ...twice, orderSn: paid[1]!.outTradeNo, tradeNo: paid[1]!.tradeNo };
    await refundTwice(stray, [400, 100]);
  });
  const rest = () => query("select refund_amount_fen as fen from oms_refund_records where kind = 'STRAY'");

  test("the second who decides sends the rest back", async () => {
    await overtake(`${bookedSecond(stray.tradeNo)};${countedDecision(stray.tradeNo)}`, bookFirst);
    expect(await rest()).toEqual([{ fen: 490 }]);
    await expectCoherence(at(21));
  });

  test("control: of decisions that nobody counts each leaves the rest to the other", async () => {
    await overtake(bookedSecond(stray.tradeNo), bookFirst);
    expect(await rest()).toEqual([]);
  });
});

describe("two refunds in the console beside one of ours that has no answer", () => {
  let order: Bought;
  beforeEach(async () => {
    order = await aBoughtOrder();
    await spend(order, 60);
    await plantFault({ fault: "http-502", method: "alipay.trade.refund", times: 0 });
    expect(await askBack(order, at(8))).toMatchObject({ status: "SENT", refundAmount: 4.95 });
    await clearFaults();
    await refundTwice(order, [200, 100]);
  });
  const ours = async () => (await refundsOf(order))[0]!;
  const giveUp = async () => {
    await plantFault({ fault: "business-error", method: "alipay.trade.refund", times: 0 });
    const decision = { outcome: "give-up", reason: "不再等" } as const;
    return resolveRefund(adminId, (await ours()).id, decision, contextAt(after(at(10), HOUR_MS), `admin:${adminId}`));
  };
  /** What booking the second of them leaves behind in the order and in what holds its goods. */
  const remembered = (fen: number) => `
    update oms_order set refunded_amount_fen = ${fen} where id = ${order.orderId};
    update oms_refund_records set quote = quote || '{"untakenFen": ${fen}}' where order_id = ${order.orderId} and kind = 'ORDER'`;

  test("booked by two admins at once: both sums are remembered by what holds the goods", async () => {
    await overtake(`${bookedSecond(order.tradeNo)};${remembered(100)}`, bookFirst);
    expect(await query("select quote ->> 'untakenFen' as fen from oms_refund_records where kind = 'ORDER'")).toEqual([
      { fen: "300" },
    ]);
    await giveUp();
    expect(await stateOf(order)).toEqual({ status: "PAID", fen: 300 });
    await expectCoherence(after(at(11), HOUR_MS));
  });

  test("one of them booked while another admin gives ours up: that one looks again, and what it had bought is taken", async () => {
    await bookFirst();
    const overtaken = overtake(`${bookedSecond(order.tradeNo)};${remembered(300)}`, giveUp);
    await expect(overtaken).rejects.toMatchObject({ code: "REFUND_NOT_RESOLVABLE" });
    await giveUp();
    expect(await stateOf(order)).toEqual({ status: "PAID", fen: 300 });
    expect(await query("select remaining from ums_credit_lot where kind = 'PAID'")).toEqual([{ remaining: 19 }]);
    await expectCoherence(after(at(11), HOUR_MS));
  });
});
