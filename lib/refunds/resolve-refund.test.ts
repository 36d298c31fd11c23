import { beforeEach, describe, expect, test } from "vitest";
import { refundTrade } from "../alipay/gateway.ts";
import { accountSdks } from "../alipay/sdk.ts";
import { after, DAY_MS, HOUR_MS } from "../core/time.ts";
import { getBalance } from "../credits/get-balance.ts";
import { aMember, at, contextAt, type TestOrder } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { clearFaults, noticeOfRefund, plantFault, setAlipayClock, useSandbox } from "../testing/gateway.ts";
import { book } from "../testing/outside.ts";
import { alertsRaised, morning, reconcile } from "../testing/reconciling.ts";
import { aBoughtOrder, askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { receiveNotify } from "./receive-notify.ts";
import { resolveRefund } from "./resolve-refund.ts";
import { settleRefunds } from "./settle-refunds.ts";

useSandbox();
useDatabase();

let order: TestOrder & { readonly tradeNo: string };
let adminId: bigint;
const mine = async () => (await refundsOf(order))[0]!;

beforeEach(async () => {
  order = await aBoughtOrder();
  adminId = await aMember({ role: "ADMIN" });
  await plantFault({
    fault: "business-error",
    method: "alipay.trade.refund",
    subCode: "ACQ.REASON_NEW_RULE",
    times: 0,
  });
  expect(await askBack(order, at(5))).toMatchObject({ status: "SENT" });
});

const resolve = async (outcome: "give-up" | "paid-outside", now = at(30)) =>
  resolveRefund(
    adminId,
    (await mine()).id,
    { outcome, reason: "签约到期", reference: "T-1" },
    contextAt(now, `admin:${adminId}`),
  );
const stateOf = async () =>
  (await query("select status, refunded_amount_fen as fen from oms_order where id = $1", [order.orderId]))[0];
const credits = async (now = at(31)) => {
  const { totalCredits, frozenCredits } = await getBalance(order.memberId, now);
  return { totalCredits, frozenCredits };
};

describe("a refund that is answered with a code on no list", () => {
  test("stays held for ten days, is asked about ever more rarely, and is told once until somebody closes that", async () => {
    for (let hours = 1; hours <= 240; hours += 1) await settleRefunds(after(at(5), hours * HOUR_MS));
    expect((await mine()).send_count).toBeLessThan(90);
    expect(await alertsRaised()).toEqual([`REFUND_STUCK:${(await mine()).out_request_no}`]);
    expect(await credits(after(at(5), 10 * DAY_MS))).toEqual({ totalCredits: 110, frozenCredits: 110 });
    await expectCoherence(after(at(5), 10 * DAY_MS));
  });

  test("is given up: the goods are let go, once, and a person is named", async () => {
    for (let click = 0; click < 2; click += 1) expect(await resolve("give-up")).toEqual({ status: "REFUSED" });
    expect(await stateOf()).toEqual({ status: "PAID", fen: 0 });
    expect(await credits()).toEqual({ totalCredits: 110, frozenCredits: 0 });
    expect(
      await query(
        "select action, actor, detail ->> 'reason' as reason, detail -> 'before' ->> 'status' as was from sys_audit_log",
      ),
    ).toEqual([{ action: "REFUND_RESOLVED", actor: `admin:${adminId}`, reason: "签约到期", was: "SENT" }]);
    await expect(resolve("paid-outside")).rejects.toMatchObject({ code: "REFUND_NOT_RESOLVABLE" });
    await expectCoherence(at(32));
  });

  test("was paid another way: the goods are taken back, and the money counts as moved", async () => {
    for (let click = 0; click < 2; click += 1) expect(await resolve("paid-outside")).toEqual({ status: "SUCCESS" });
    expect(await stateOf()).toEqual({ status: "REFUNDED", fen: 990 });
    expect(await credits()).toEqual({ totalCredits: 0, frozenCredits: 0 });
    expect(await query("select by_hand, reference from oms_refund_records")).toEqual([
      { by_hand: true, reference: "T-1" },
    ]);
    const before = await alertsRaised();
    for (const day of [1, 2, 3]) await reconcile(morning(day));
    expect(await alertsRaised(), "no bill names it").toEqual(before);
    await expectCoherence(morning(3));
  });

  test("was refunded in the console: that is booked instead, and ours gives way", async () => {
    await clearFaults();
    await setAlipayClock(at(20));
    const other = { tradeNo: order.tradeNo, outTradeNo: order.orderSn, outRequestNo: "c-1" };
    await refundTrade(accountSdks()[0], { ...other, amountFen: 990, reason: "x" }, at(20));
    expect(await resolve("paid-outside")).toEqual({ status: "REFUSED" });
    expect(await stateOf()).toEqual({ status: "REFUNDED", fen: 990 });
    await receiveNotify("alipay", await noticeOfRefund(order.orderSn, "c-1"), at(33));
    expect(await query("select out_request_no as no, status from oms_refund_records where kind = 'OUTSIDE'")).toEqual([
      { no: "c-1", status: "SUCCESS" },
    ]);
    await expectCoherence(at(34));
  });

  test("that Alipay has paid is settled, and is not given up", async () => {
    await clearFaults();
    const { out_request_no: outRequestNo } = await mine();
    const sent = { tradeNo: order.tradeNo, outTradeNo: order.orderSn, outRequestNo };
    await refundTrade(accountSdks()[0], { ...sent, amountFen: 990, reason: "x" }, at(20));
    await expect(resolve("give-up")).rejects.toMatchObject({ code: "REFUND_NOT_RESOLVABLE" });
    expect(await stateOf()).toEqual({ status: "REFUNDED", fen: 990 });
    await expectCoherence(at(32));
  });

  test("is not ended while Alipay does not answer, nor while it is being sent", async () => {
    await query("update oms_refund_records set sending_until = $1", [at(31)]);
    await expect(resolve("give-up")).rejects.toMatchObject({ code: "REFUND_NOT_RESOLVABLE" });
    await query("update oms_refund_records set sending_until = null");
    await plantFault({ fault: "http-502", method: "alipay.trade.fastpay.refund.query", times: 0 });
    await expect(resolve("give-up")).rejects.toMatchObject({ code: "GATEWAY_UNAVAILABLE" });
    expect(await stateOf()).toEqual({ status: "REFUNDING", fen: 0 });
  });

  describe("and is given up, and moves its money all the same", () => {
    beforeEach(async () => {
      await resolve("give-up");
      await clearFaults();
      await setAlipayClock(at(40));
      const { out_request_no: outRequestNo } = await mine();
      const numbers = { tradeNo: order.tradeNo, outTradeNo: order.orderSn, outRequestNo };
      await refundTrade(accountSdks()[0], { ...numbers, amountFen: 990, reason: "x" }, at(40));
    });
    const lateKey = async () => `OUTSIDE_REFUND:${order.tradeNo}:late-${(await mine()).out_request_no}`;

    test("a person is told, and the goods are held again", async () => {
      await receiveNotify("alipay", await noticeOfRefund(order.orderSn, (await mine()).out_request_no), at(41));
      expect(await alertsRaised()).toContain(`NAMED ${await lateKey()}`);
      expect(await credits(at(42))).toEqual({ totalCredits: 110, frozenCredits: 110 });
      await expectCoherence(at(42));
    });

    test("the bill tells of it under the number that we gave up, and agrees when it is booked", async () => {
      await reconcile(morning(1));
      expect(await alertsRaised()).toEqual([`NAMED ${await lateKey()}`]);
      await book(adminId, morning(1));
      expect(await stateOf()).toEqual({ status: "REFUNDED", fen: 990 });
      for (const day of [2, 3]) await reconcile(morning(day));
      expect(await alertsRaised()).toEqual([`NAMED ${await lateKey()}`]);
      await expectCoherence(morning(3));
    });
  });
});
