import { beforeEach, describe, expect, test } from "vitest";
import { AppError } from "../core/errors.ts";
import { after, DAY_MS } from "../core/time.ts";
import { closeExpiredOrders } from "../payments/close-expired-orders.ts";
import { cancelOrder } from "../payments/close-order.ts";
import { continuePayment } from "../payments/continue-payment.ts";
import { queryPendingPayments } from "../payments/query-pending-payments.ts";
import { syncAnyPayment, syncPayment } from "../payments/sync-payment.ts";
import { findPayment } from "../refunds/find-payment.ts";
import { receiveNotify } from "../refunds/receive-notify.ts";
import { settleRefunds } from "../refunds/settle-refunds.ts";
import { anOrder, at, contextAt, type TestOrder } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { buy, callsAbout, noticeOf, refundsAtAlipay, useSandbox } from "../testing/gateway.ts";
import { A, B, useTwoAccounts } from "../testing/merchants.ts";
import { aBoughtOrder, askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { checkHealth } from "./check-health.ts";

useSandbox();
const { hold } = useTwoAccounts();
useDatabase();

const absent = new AppError("ACCOUNT_ABSENT");
const PAGE = { paymentMethod: "alipay", cashierKind: "PAGE" } as const;

/** Two orders that are paid at A and of which nobody has told us, and one that we know to be paid. */
let orders: readonly [TestOrder, TestOrder];
let older: TestOrder;
let tradeNo: string;
beforeEach(async () => {
  orders = [await anOrder(), await anOrder()];
  older = await aBoughtOrder();
  ({ tradeNo } = await buy(orders[0].cashier.payUrl));
  await buy(orders[1].cashier.payUrl);
});

const member = ({ memberId }: TestOrder, now: Date) => contextAt(now, `member:${memberId}`);
const statuses = async () =>
  (await query<{ status: string }>("select status from oms_order order by id")).map(({ status }) => status);
const told = () => query("select kind from ums_member_notice where kind not in ('PAID', 'REFUND_REQUESTED')");
const alerts = () => query("select kind, cause, detail - 'closedTime' as detail from sys_alert");
async function runJobs(now: Date) {
  await queryPendingPayments(now);
  await closeExpiredOrders(now);
  await settleRefunds(now);
}

describe("started with another merchant's keys while orders are open", () => {
  beforeEach(() => hold(B.appId));

  test("nothing is closed, told, refused or refunded, and one alert says whose it is", async () => {
    for (const order of orders) {
      const calls = await callsAbout(order.orderSn);
      expect(await receiveNotify("alipay", await noticeOf(order.orderSn), at(1))).toBe(false);
      expect(await syncPayment(order.memberId, order.orderSn, member(order, at(1)))).toMatchObject({ status: 0 });
      await expect(cancelOrder(order.memberId, order.orderSn, member(order, at(2)))).rejects.toMatchObject(absent);
      await expect(continuePayment(order.memberId, order.orderSn, PAGE, member(order, at(2)))).rejects.toMatchObject(
        absent,
      );
      await runJobs(at(40));
      await runJobs(at(60));
      expect(await callsAbout(order.orderSn)).toEqual(calls);
    }
    expect(await syncAnyPayment(orders[0].orderSn, contextAt(at(62)))).toMatchObject({ said: "no-keys", status: 0 });
    expect(await askBack(older, at(60))).toMatchObject({ success: true, status: "APPROVED" });
    for (const now of [at(70), after(at(70), DAY_MS), after(at(70), 3 * DAY_MS)]) await runJobs(now);
    expect(await refundsOf(older)).toMatchObject([{ status: "APPROVED", send_count: 0 }]);
    expect(await statuses()).toEqual(["PENDING", "PENDING", "REFUNDING"]);
    expect(await told()).toEqual([]);
    const waiting = { ...A, attempts: 2, refunds: 1 };
    expect(await alerts()).toEqual([{ kind: "ACCOUNT_ABSENT", cause: A.appId, detail: waiting }]);
    expect(await checkHealth()).toEqual({ database: "ok", absentAccounts: [waiting] });
    await expectCoherence(after(at(70), 3 * DAY_MS));

    // The keys are back, and everything goes on by itself.
    hold(B.appId, A.appId);
    const later = after(at(100), 3 * DAY_MS);
    await runJobs(later);
    expect(await statuses()).toEqual(["PAID", "PAID", "REFUNDED"]);
    expect(await refundsAtAlipay(older.orderSn)).toMatchObject([{ amountFen: older.amountFen }]);
    expect(await checkHealth()).toEqual({ database: "ok" });
    await expectCoherence(later);
  });

  test("positive control: with rows that name the other merchant, the same experiment closes what was paid", async () => {
    await query("update oms_payment_attempts set app_id = $1, seller_id = $2", [B.appId, B.sellerId]);
    await runJobs(at(40));
    expect(await statuses()).toEqual(["CANCELLED", "CANCELLED", "PAID"]);
    expect(await told()).toContainEqual({ kind: "CLOSED" });
  });

  test("a trade number that may be the other merchant's is not said to be nobody's", async () => {
    const [{ memberId }] = orders;
    await expect(findPayment(memberId, tradeNo, contextAt(at(1)))).rejects.toMatchObject(absent);
    await expect(findPayment(older.memberId, tradeNo, contextAt(at(1)))).rejects.toMatchObject(
      new AppError("ORDER_NOT_FOUND"),
    );
  });

  test("new orders are opened with it, and settled, closed and refunded beside the others", async () => {
    const order = await anOrder({ now: at(5) });
    await buy(order.cashier.payUrl);
    expect(await receiveNotify("alipay", await noticeOf(order.orderSn), at(6))).toBe(true);
    expect(await askBack(order, at(7))).toMatchObject({ status: "SUCCESS" });
    const unpaid = await anOrder({ now: at(5) });
    await runJobs(at(60));
    expect(await statuses()).toEqual(["PENDING", "PENDING", "PAID", "REFUNDED", "CANCELLED"]);
    const named = "select app_id, seller_id from oms_refund_records where order_id = $1";
    expect(await query(named, [order.orderId])).toEqual([{ app_id: B.appId, seller_id: B.sellerId }]);
    expect(await query("select app_id from oms_payment_attempts where order_id = $1", [unpaid.orderId])).toEqual([
      { app_id: B.appId },
    ]);
  });
});

describe("with both accounts, the other active", () => {
  beforeEach(() => hold(B.appId, A.appId));

  test("a notice of each is believed, an unpaid order continues with the account that opened it", async () => {
    expect(await receiveNotify("alipay", await noticeOf(orders[0].orderSn), at(1))).toBe(true);
    const again = await continuePayment(orders[1].memberId, orders[1].orderSn, PAGE, member(orders[1], at(1)));
    expect(new URL(again.payUrl).searchParams.get("app_id")).toBe(A.appId);
    const fresh = await anOrder({ now: at(1) });
    expect(new URL(fresh.cashier.payUrl).searchParams.get("app_id")).toBe(B.appId);
  });

  test("one account's notice does not pay what was opened with the other, and is kept", async () => {
    const order = await anOrder({ now: at(1) });
    await buy(order.cashier.payUrl);
    const other = await noticeOf(orders[0].orderSn, { out_trade_no: order.orderSn });
    expect(await receiveNotify("alipay", other, at(2))).toBe(false);
    expect(await query("select verdict, app_id from oms_payment_evidence where source = 'NOTIFY'")).toContainEqual({
      verdict: "MISMATCH:app",
      app_id: A.appId,
    });
  });

  test("a notice that is signed for one account and names the other is not believed", async () => {
    const order = await anOrder({ now: at(1) });
    await buy(order.cashier.payUrl);
    const forged = await noticeOf(orders[0].orderSn, { app_id: B.appId, out_trade_no: order.orderSn });
    expect(await receiveNotify("alipay", forged, at(2))).toBe(false);
    expect(await query("select id from oms_payment_evidence where app_id = $1", [B.appId])).toEqual([]);
    expect(await receiveNotify("alipay", await noticeOf(order.orderSn), at(2))).toBe(true);
  });

  test("a refund of a release that did not name the account is sent with its payment's", async () => {
    hold(B.appId);
    await askBack(older, at(5));
    await query("update oms_refund_records set app_id = null, seller_id = null");
    hold(B.appId, A.appId);
    await settleRefunds(at(20));
    expect(await refundsOf(older)).toMatchObject([{ status: "SUCCESS" }]);
  });
});
