import { beforeEach, describe, expect, test } from "vitest";
import { reconcileBills } from "../books/reconcile-bills.ts";
import { getBalance } from "../credits/get-balance.ts";
import { releaseReservation } from "../credits/release-reservation.ts";
import { reserveCredits } from "../credits/reserve-credits.ts";
import { after, DAY_MS } from "../core/time.ts";
import { completeOrders } from "../orders/complete-orders.ts";
import { aMember, aPlan, at, contextAt } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { noticeOf, plantFault, setAlipayClock, useSandbox } from "../testing/gateway.ts";
import {
  book,
  notifyRefund,
  outsideAlert,
  outsideRefunds,
  refundInConsole,
  spend,
  stateOf,
  type Bought,
} from "../testing/outside.ts";
import { alertsRaised, morning } from "../testing/reconciling.ts";
import { aBoughtOrder, askBack, expectCoherence } from "../testing/refunds.ts";
import { quoteRefund } from "./quote-refund.ts";
import { receiveNotify } from "./receive-notify.ts";
import { releaseAlert } from "./release-alert.ts";
import { settleRefunds } from "./settle-refunds.ts";
import { syncAnyOrder } from "./sync-any-order.ts";

useSandbox();
useDatabase();

let order: Bought;
let adminId: bigint;
beforeEach(async () => {
  order = await aBoughtOrder();
  adminId = await aMember({ role: "ADMIN" });
});

const lots = () => query("select kind, remaining, frozen from ums_credit_lot order by kind::text");
const release = async (who = adminId) =>
  releaseAlert(who, await outsideAlert(), "留给买家", contextAt(at(10), `admin:${who}`));
const quote = (now = at(20)) => quoteRefund(order.memberId, order.orderSn, now);

describe("a refund in the console of which Alipay tells", () => {
  test("holds the goods and raises an alert at once, and the same news again does nothing", async () => {
    await refundInConsole(order, 990);
    for (let copy = 0; copy < 3; copy += 1) expect(await notifyRefund(order)).toBe(true);
    expect(await outsideRefunds()).toEqual([{ no: "console-1", fen: 990, status: "REVIEWING" }]);
    expect(await alertsRaised()).toEqual([`NAMED OUTSIDE_REFUND:${order.tradeNo}:console-1`]);
    expect(await stateOf(order)).toEqual({ status: "REFUNDING", fen: 0 });
    expect(await lots()).toEqual([
      { kind: "BONUS", remaining: 10, frozen: 10 },
      { kind: "PAID", remaining: 100, frozen: 100 },
    ]);
    await expect(spend(order, 1)).rejects.toMatchObject({ code: "INSUFFICIENT_CREDITS" });
    await expect(askBack(order, at(8))).rejects.toMatchObject({ code: "ORDER_NOT_REFUNDABLE" });
    await expectCoherence(at(9));
  });

  test("also holds what a job had reserved, when it gives it back", async () => {
    const job = { bizId: "job", amount: 40, reason: "x" };
    await reserveCredits(order.memberId, job, contextAt(at(3)));
    await refundInConsole(order, 990);
    await notifyRefund(order);
    await expect(book(adminId)).rejects.toMatchObject({ code: "ORDER_NOT_REFUNDABLE" });
    await releaseReservation(order.memberId, { bizId: "job" }, contextAt(at(8)));
    await settleRefunds(at(9));
    expect(await lots()).toEqual([
      { kind: "BONUS", remaining: 10, frozen: 10 },
      { kind: "PAID", remaining: 100, frozen: 100 },
    ]);
    await expectCoherence(at(9));
    expect(await book(adminId)).toEqual({ status: "SUCCESS" });
    await expectCoherence(at(11));
  });

  test("is booked by one click, whole: the goods are taken back, once", async () => {
    await spend(order, 30);
    await refundInConsole(order, 990);
    await notifyRefund(order);
    for (let click = 0; click < 2; click += 1) expect(await book(adminId)).toEqual({ status: "SUCCESS" });
    expect(await stateOf(order)).toEqual({ status: "REFUNDED", fen: 990 });
    expect(await getBalance(order.memberId, at(11))).toMatchObject({ totalCredits: 0 });
    expect(await query("select resolved_by from sys_alert")).toEqual([{ resolved_by: adminId }]);
    expect(await query("select action, detail ->> 'reason' as reason from sys_audit_log")).toEqual([
      { action: "OUTSIDE_REFUND_BOOKED", reason: "在后台退过" },
    ]);
    expect(await count("ums_member_notice", "kind = 'OUTSIDE_REFUNDED'")).toBe(1);
    await expectCoherence(at(12));
  });

  test("of a part takes what it had bought; the rest stays, and our own refund is of the rest", async () => {
    await refundInConsole(order, 297);
    await notifyRefund(order);
    expect(await book(adminId)).toEqual({ status: "SUCCESS" });
    expect(await stateOf(order)).toEqual({ status: "PAID", fen: 297 });
    expect(await lots()).toEqual([
      { kind: "BONUS", remaining: 10, frozen: 0 },
      { kind: "PAID", remaining: 70, frozen: 0 },
    ]);
    expect(await quote()).toMatchObject({ refundAmount: 6.93 });
    await setAlipayClock(at(20));
    expect(await askBack(order, at(20))).toMatchObject({ status: "SUCCESS" });
    expect(await stateOf(order)).toEqual({ status: "REFUNDED", fen: 990 });
    await expectCoherence(at(21));
  });

  test("never lets our own quote be more than what is left, where the goods stayed", async () => {
    await refundInConsole(order, 297);
    await notifyRefund(order);
    expect(await release()).toEqual({ status: "SUCCESS" });
    expect(await release()).toEqual({ status: "SUCCESS" });
    expect(await lots()).toEqual([
      { kind: "BONUS", remaining: 10, frozen: 0 },
      { kind: "PAID", remaining: 100, frozen: 0 },
    ]);
    expect(await quote()).toMatchObject({ refundAmount: 6.93 });
    await expect(book(adminId)).rejects.toMatchObject({ code: "REFUND_NOT_RESOLVABLE" });
    await expectCoherence(at(21));
  });

  test("that Alipay does not know is not booked, and can be let go", async () => {
    await refundInConsole(order, 297);
    await notifyRefund(order);
    await query(
      "update oms_refund_records set out_request_no = 'never-was'; update sys_alert set cause = replace(cause, 'console-1', 'never-was')",
    );
    await expect(book(adminId)).rejects.toMatchObject({ code: "OUTSIDE_REFUND_ABSENT" });
    expect(await release()).toEqual({ status: "REJECTED" });
    expect(await stateOf(order)).toEqual({ status: "PAID", fen: 0 });
    await expectCoherence(at(21));
  });

  test("changes nothing while Alipay does not answer", async () => {
    await refundInConsole(order, 990);
    await notifyRefund(order);
    await plantFault({ fault: "http-502", method: "*", times: 0 });
    await expect(book(adminId)).rejects.toMatchObject({ code: "GATEWAY_UNAVAILABLE" });
    await expect(release()).rejects.toMatchObject({ code: "GATEWAY_UNAVAILABLE" });
    expect(await outsideRefunds()).toEqual([{ no: "console-1", fen: 990, status: "REVIEWING" }]);
  });

  test("of a plan holds its days, and takes them back", async () => {
    const plan = await aBoughtOrder({ memberId: order.memberId, wanted: await aPlan() });
    await refundInConsole(plan, plan.amountFen, "console-2");
    await notifyRefund(plan, "console-2");
    const segment = () => query("select status from ums_member_subscriptions");
    expect(await segment()).toEqual([{ status: "FROZEN" }]);
    await book(adminId);
    expect(await segment()).toEqual([{ status: "REFUNDED" }]);
    expect(await stateOf(plan)).toEqual({ status: "REFUNDED", fen: plan.amountFen });
    await expectCoherence(at(12));
  });

  describe("of an order that is long complete", () => {
    beforeEach(() =>
      query(
        "update oms_order set status = 'COMPLETED', complete_time = now(); insert into oms_order_event (order_id, type, from_status, to_status, actor) select id, 'COMPLETED', 'PAID', 'COMPLETED', 'cron' from oms_order",
      ),
    );

    test("holds its goods, and takes them back when it is booked", async () => {
      await refundInConsole(order, 990);
      await notifyRefund(order);
      expect(await stateOf(order)).toEqual({ status: "REFUNDING", fen: 0 });
      await book(adminId);
      expect(await stateOf(order)).toEqual({ status: "REFUNDED", fen: 990 });
      await expectCoherence(at(12));
    });

    test("lets it complete again when its goods are let go", async () => {
      await refundInConsole(order, 297);
      await notifyRefund(order);
      await release();
      expect(await stateOf(order)).toEqual({ status: "PAID", fen: 297 });
      const late = after(at(10), 8 * DAY_MS);
      await completeOrders(late);
      expect(await stateOf(order)).toEqual({ status: "COMPLETED", fen: 297 });
      await expectCoherence(late);
    });
  });

  test("of an admin's own order is for another admin", async () => {
    await query("update ums_member set role = 'ADMIN' where id = $1", [order.memberId]);
    await refundInConsole(order, 990);
    await notifyRefund(order);
    const own = { code: "SELF_REVIEW", status: 403 };
    await expect(book(order.memberId)).rejects.toMatchObject(own);
    await expect(release(order.memberId)).rejects.toMatchObject(own);
    expect(await outsideRefunds()).toMatchObject([{ status: "REVIEWING" }]);
    expect(await book(adminId)).toEqual({ status: "SUCCESS" });
  });
});

test("a trade that is closed, though nobody asked for that, is held and raised like a refund of all of it", async () => {
  await refundInConsole(order, 990);
  const silent = { gmt_refund: null, refund_fee: null, out_biz_no: null };
  for (let copy = 0; copy < 2; copy += 1)
    expect(await receiveNotify("alipay", await noticeOf(order.orderSn, silent), at(6))).toBe(true);
  expect(await outsideRefunds()).toEqual([{ no: `unnamed-${order.tradeNo}-990`, fen: 990, status: "REVIEWING" }]);
  await expect(spend(order, 1)).rejects.toMatchObject({ code: "INSUFFICIENT_CREDITS" });
  await expectCoherence(at(7));
});

describe("a refund in the console of which nobody tells", () => {
  test("is found by the bill, is no difference then, and is booked", async () => {
    await refundInConsole(order, 990);
    await setAlipayClock(morning(1));
    await reconcileBills(morning(1));
    expect(await alertsRaised()).toEqual([`NAMED OUTSIDE_REFUND:${order.tradeNo}:console-1`]);
    expect(await stateOf(order)).toEqual({ status: "REFUNDING", fen: 0 });
    expect(await query("select status from oms_bill_day")).toEqual([{ status: "RECONCILED" }]);
    await book(adminId, morning(1));
    await reconcileBills(morning(2));
    expect(await alertsRaised()).toEqual([`NAMED OUTSIDE_REFUND:${order.tradeNo}:console-1`]);
    await expectCoherence(morning(2));
  });

  test("is found by an admin's question, and named by the bill", async () => {
    await refundInConsole(order, 990);
    expect(await syncAnyOrder(order.orderSn, contextAt(at(6)))).toMatchObject({ said: "paid", status: 6 });
    expect(await outsideRefunds()).toEqual([{ no: `unnamed-${order.tradeNo}-990`, fen: 990, status: "REVIEWING" }]);
    await book(adminId);
    await setAlipayClock(morning(1));
    await reconcileBills(morning(1));
    expect(await outsideRefunds()).toEqual([{ no: "console-1", fen: 990, status: "SUCCESS" }]);
    await expectCoherence(morning(1));
  });

  test("lasts: an alert that was closed is opened again", async () => {
    await refundInConsole(order, 990);
    await notifyRefund(order);
    await query("update sys_alert set resolved_time = $1, resolved_by = 1", [at(10)]);
    await settleRefunds(at(10 + 2 * 24 * 60));
    expect(await query("select kind, resolved_time from sys_alert")).toEqual([
      { kind: "OUTSIDE_REFUND", resolved_time: null },
    ]);
  });
});
