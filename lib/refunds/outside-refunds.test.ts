import { beforeEach, describe, expect, test } from "vitest";
import { refundTrade } from "../alipay/gateway.ts";
import { accountSdks } from "../alipay/sdk.ts";
import { reconcileBills } from "../books/reconcile-bills.ts";
import { consumeCredits } from "../credits/consume-credits.ts";
import { getBalance } from "../credits/get-balance.ts";
import { aCreditProduct, aMember, aPlan, at, contextAt, type TestOrder } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { noticeOfRefund, plantFault, setAlipayClock, useSandbox } from "../testing/gateway.ts";
import { alertsRaised, morning } from "../testing/reconciling.ts";
import { aBoughtOrder, askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { bookOutside } from "./book-outside-refund.ts";
import { quoteRefund } from "./quote-refund.ts";
import { receiveNotify } from "./receive-notify.ts";
import { releaseAlert } from "./release-alert.ts";
import { reviewRefund } from "./review-refund.ts";
import { settleRefunds } from "./settle-refunds.ts";
import { syncAnyOrder } from "./sync-any-order.ts";

useSandbox();
useDatabase();

type Bought = TestOrder & { readonly tradeNo: string };

let order: Bought;
let adminId: bigint;
beforeEach(async () => {
  order = await aBoughtOrder();
  adminId = await aMember({ role: "ADMIN" });
});

/** Somebody refunds in Alipay's console. */
async function refundInConsole(fen: number, no = "console-1", of: Bought = order, now = at(5)): Promise<void> {
  await setAlipayClock(now);
  const numbers = { tradeNo: of.tradeNo, outTradeNo: of.orderSn, outRequestNo: no };
  expect(await refundTrade(accountSdks()[0], { ...numbers, amountFen: fen, reason: "console" }, now)).toMatchObject({
    moved: true,
  });
}
const notify = async (no = "console-1", now = at(6), of = order) =>
  receiveNotify("alipay", await noticeOfRefund(of.orderSn, no), now);
const spend = (amount: number, bizId = "b") =>
  consumeCredits(order.memberId, { amount, bizId, reason: "x" }, contextAt(at(7)));
const lots = () => query("select kind, remaining, frozen from ums_credit_lot order by kind::text");
const stateOf = async ({ orderId }: TestOrder = order) =>
  (await query("select status, refunded_amount_fen as fen from oms_order where id = $1", [orderId]))[0];
const outside = () =>
  query(
    "select out_request_no as no, refund_amount_fen as fen, status from oms_refund_records where kind = 'OUTSIDE' order by id",
  );
const alertId = async () =>
  (await query<{ id: bigint }>("select id from sys_alert where kind = 'OUTSIDE_REFUND' order by id"))[0]!.id;
const book = async (now = at(10)) =>
  bookOutside(adminId, await alertId(), "在后台退过", contextAt(now, `admin:${adminId}`));
const release = async (now = at(10)) =>
  releaseAlert(adminId, await alertId(), "留给买家", contextAt(now, `admin:${adminId}`));
const quote = (now = at(20)) => quoteRefund(order.memberId, order.orderSn, now);

describe("a refund in the console of which Alipay tells", () => {
  test("holds the goods and raises an alert at once, and the same news again does nothing", async () => {
    await refundInConsole(990);
    for (let copy = 0; copy < 3; copy += 1) expect(await notify()).toBe(true);
    expect(await outside()).toEqual([{ no: "console-1", fen: 990, status: "REVIEWING" }]);
    expect(await alertsRaised()).toEqual([`NAMED OUTSIDE_REFUND:${order.tradeNo}:console-1`]);
    expect(await stateOf()).toEqual({ status: "REFUNDING", fen: 0 });
    expect(await lots()).toEqual([
      { kind: "BONUS", remaining: 10, frozen: 10 },
      { kind: "PAID", remaining: 100, frozen: 100 },
    ]);
    await expect(spend(1)).rejects.toMatchObject({ code: "INSUFFICIENT_CREDITS" });
    await expect(askBack(order, at(8))).rejects.toMatchObject({ code: "ORDER_NOT_REFUNDABLE" });
    await expectCoherence(at(9));
  });

  test("is booked by one click, whole: the goods are taken back, once", async () => {
    await spend(30);
    await refundInConsole(990);
    await notify();
    for (let click = 0; click < 2; click += 1) expect(await book()).toEqual({ status: "SUCCESS" });
    expect(await stateOf()).toEqual({ status: "REFUNDED", fen: 990 });
    expect(await getBalance(order.memberId, at(11))).toMatchObject({ totalCredits: 0 });
    expect(await query("select resolved_by from sys_alert")).toEqual([{ resolved_by: adminId }]);
    expect(await query("select action, detail ->> 'reason' as reason from sys_audit_log")).toEqual([
      { action: "OUTSIDE_REFUND_BOOKED", reason: "在后台退过" },
    ]);
    expect(await count("ums_member_notice", "kind = 'OUTSIDE_REFUNDED'")).toBe(1);
    await expectCoherence(at(12));
  });

  test("of a part takes what it had bought; the rest stays, and our own refund is of the rest", async () => {
    await refundInConsole(297);
    await notify();
    expect(await book()).toEqual({ status: "SUCCESS" });
    expect(await stateOf()).toEqual({ status: "PAID", fen: 297 });
    expect(await lots()).toEqual([
      { kind: "BONUS", remaining: 10, frozen: 0 },
      { kind: "PAID", remaining: 70, frozen: 0 },
    ]);
    expect(await quote()).toMatchObject({ refundAmount: 6.93 });
    await setAlipayClock(at(20));
    expect(await askBack(order, at(20))).toMatchObject({ status: "SUCCESS" });
    expect(await stateOf()).toEqual({ status: "REFUNDED", fen: 990 });
    await expectCoherence(at(21));
  });

  test("never lets our own quote be more than what is left, where the goods stayed", async () => {
    await refundInConsole(297);
    await notify();
    expect(await release()).toEqual({ status: "SUCCESS" });
    expect(await release()).toEqual({ status: "SUCCESS" });
    expect(await lots()).toEqual([
      { kind: "BONUS", remaining: 10, frozen: 0 },
      { kind: "PAID", remaining: 100, frozen: 0 },
    ]);
    expect(await quote()).toMatchObject({ refundAmount: 6.93 });
    await expect(book()).rejects.toMatchObject({ code: "REFUND_NOT_RESOLVABLE" });
    await expectCoherence(at(21));
  });

  test("that Alipay does not know is not booked, and can be let go", async () => {
    await refundInConsole(297);
    await notify();
    await query(
      "update oms_refund_records set out_request_no = 'never-was'; update sys_alert set cause = replace(cause, 'console-1', 'never-was')",
    );
    await expect(book()).rejects.toMatchObject({ code: "OUTSIDE_REFUND_ABSENT" });
    expect(await release()).toEqual({ status: "REJECTED" });
    expect(await stateOf()).toEqual({ status: "PAID", fen: 0 });
    await expectCoherence(at(21));
  });

  test("changes nothing while Alipay does not answer", async () => {
    await refundInConsole(990);
    await notify();
    await plantFault({ fault: "http-502", method: "*", times: 0 });
    await expect(book()).rejects.toMatchObject({ code: "GATEWAY_UNAVAILABLE" });
    await expect(release()).rejects.toMatchObject({ code: "GATEWAY_UNAVAILABLE" });
    expect(await outside()).toEqual([{ no: "console-1", fen: 990, status: "REVIEWING" }]);
  });

  test("of a plan holds its days, and takes them back", async () => {
    const plan = await aBoughtOrder({ memberId: order.memberId, wanted: await aPlan() });
    await refundInConsole(plan.amountFen, "console-2", plan);
    await notify("console-2", at(6), plan);
    const segment = () => query("select status from ums_member_subscriptions");
    expect(await segment()).toEqual([{ status: "FROZEN" }]);
    await book();
    expect(await segment()).toEqual([{ status: "REFUNDED" }]);
    expect(await stateOf(plan)).toEqual({ status: "REFUNDED", fen: plan.amountFen });
    await expectCoherence(at(12));
  });

  test("of an order that is long complete is held, and completes again when it is let go", async () => {
    await query(
      "update oms_order set status = 'COMPLETED', complete_time = now(); insert into oms_order_event (order_id, type, from_status, to_status, actor) select id, 'COMPLETED', 'PAID', 'COMPLETED', 'cron' from oms_order",
    );
    await refundInConsole(990);
    await notify();
    expect(await stateOf()).toEqual({ status: "REFUNDING", fen: 0 });
    await book();
    expect(await stateOf()).toEqual({ status: "REFUNDED", fen: 990 });
    await expectCoherence(at(12));
  });
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
    await book();
    expect(await mine()).toMatchObject({ status: "REJECTED" });
    expect(await stateOf()).toEqual({ status: "REFUNDED", fen: 40_000 });
    await expectCoherence(at(12));
  });

  test("that a person rejects: the goods stay held for it", async () => {
    await aReviewOvertaken();
    await reviewRefund(adminId, (await mine()).id, { verdict: "reject", reason: "已在后台退" }, contextAt(at(8)));
    expect(await stateOf()).toEqual({ status: "REFUNDING", fen: 0 });
    await expectCoherence(at(9));
    await book();
    expect(await stateOf()).toEqual({ status: "REFUNDED", fen: 40_000 });
    await expectCoherence(at(12));
  });

  test("that is refused because of it: the goods stay held, and a person is told", async () => {
    await refundInConsole(990);
    expect(await askBack(order, at(6))).toMatchObject({ status: "REFUSED" });
    expect(await stateOf()).toEqual({ status: "REFUNDING", fen: 0 });
    expect(await alertsRaised()).toEqual([`UNNAMED OUTSIDE_REFUND:${order.tradeNo}:unnamed-${order.tradeNo}-990`]);
    await expectCoherence(at(7));
    await notify(undefined, at(8));
    expect(await outside()).toEqual([{ no: "console-1", fen: 990, status: "REVIEWING" }]);
    await book();
    expect(await stateOf()).toEqual({ status: "REFUNDED", fen: 990 });
    await expectCoherence(at(12));
  });

  test("that has moved already is told apart from it", async () => {
    await spend(60);
    await askBack(order, at(6));
    await refundInConsole(495, "console-1", order, at(8));
    expect(await notify((await mine()).out_request_no, at(9))).toBe(true);
    expect(await outside()).toMatchObject([{ fen: 495, status: "REVIEWING" }]);
    await notify("console-1", at(9));
    expect(await outside()).toEqual([{ no: "console-1", fen: 495, status: "REVIEWING" }]);
    await book();
    expect(await stateOf()).toEqual({ status: "REFUNDED", fen: 990 });
    await expectCoherence(at(12));
  });

  /** An order of 400 yuan whose refund waits for a person, and all of which somebody refunds in the console. */
  async function aReviewOvertaken(): Promise<void> {
    order = await aBoughtOrder({ wanted: await aCreditProduct({ priceFen: 40_000 }) });
    expect(await askBack(order, at(4))).toMatchObject({ status: "REVIEWING" });
    await refundInConsole(40_000);
    await notify();
  }
});

describe("a refund in the console of which nobody tells", () => {
  test("is found by the bill, is no difference then, and is booked", async () => {
    await refundInConsole(990, "console-1", order, at(5));
    await setAlipayClock(morning(1));
    await reconcileBills(morning(1));
    expect(await alertsRaised()).toEqual([`NAMED OUTSIDE_REFUND:${order.tradeNo}:console-1`]);
    expect(await stateOf()).toEqual({ status: "REFUNDING", fen: 0 });
    expect(await query("select status from oms_bill_day")).toEqual([{ status: "RECONCILED" }]);
    await book(morning(1));
    await reconcileBills(morning(2));
    expect(await alertsRaised()).toEqual([`NAMED OUTSIDE_REFUND:${order.tradeNo}:console-1`]);
    await expectCoherence(morning(2));
  });

  test("is found by an admin's question, and named by the bill", async () => {
    await refundInConsole(990);
    expect(await syncAnyOrder(order.orderSn, contextAt(at(6)))).toMatchObject({ said: "paid", status: 6 });
    expect(await outside()).toEqual([{ no: `unnamed-${order.tradeNo}-990`, fen: 990, status: "REVIEWING" }]);
    await book();
    await setAlipayClock(morning(1));
    await reconcileBills(morning(1));
    expect(await outside()).toEqual([{ no: "console-1", fen: 990, status: "SUCCESS" }]);
    await expectCoherence(morning(1));
  });

  test("lasts: an alert that was closed is opened again", async () => {
    await refundInConsole(990);
    await notify();
    await query("update sys_alert set resolved_time = $1, resolved_by = 1", [at(10)]);
    await settleRefunds(at(10 + 2 * 24 * 60));
    expect(await query("select kind, resolved_time from sys_alert")).toEqual([
      { kind: "OUTSIDE_REFUND", resolved_time: null },
    ]);
  });
});
