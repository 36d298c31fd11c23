import { beforeEach, describe, expect, test } from "vitest";
import { closeAlert } from "../accounts/close-alert.ts";
import { reconcileBills } from "../books/reconcile-bills.ts";
import { after, DAY_MS } from "../core/time.ts";
import { getOrderDetail } from "./get-order-detail.ts";
import { listNotices } from "../notices/list-notices.ts";
import { releaseMismatch } from "../refunds/release-mismatch.ts";
import { aMember, anOrder, at, aTrade, contextAt, type TestOrder } from "../testing/builders.ts";
import { count, overtake, query, useDatabase } from "../testing/database.ts";
import { buy, callsAbout, refundsAtAlipay, setAlipayClock, useSandbox } from "../testing/gateway.ts";
import { expectCoherence } from "../testing/refunds.ts";
import { closeExpiredOrders } from "./close-expired-orders.ts";
import { cancelOrder } from "./close-order.ts";
import { continuePayment } from "./continue-payment.ts";
import { queryPendingPayments } from "./query-pending-payments.ts";
import { settlePayment } from "./settle-payment.ts";
import { syncAnyPayment } from "./sync-payment.ts";

useSandbox();
useDatabase();

let order: TestOrder;
let tradeNo: string;
beforeEach(async () => {
  order = await anOrder();
  ({ tradeNo } = await buy(order.cashier.payUrl));
  await query("update oms_payment_attempts set amount_fen = 991");
});

const orderStatus = async () => (await query<{ status: string }>("select status from oms_order"))[0]!.status;
const attempts = () => query("select status, next_check_at from oms_payment_attempts order by id");
const OVER = { status: "CLOSED", next_check_at: null };
const cancel = (now = at(3)) => cancelOrder(order.memberId, order.orderSn, contextAt(now, `member:${order.memberId}`));
const told = async () => (await listNotices(order.memberId, {})).list.map(({ title, body }) => `${title}：${body}`);
const history = async () => {
  const { timeline } = await getOrderDetail(order.memberId, order.orderSn, at(40));
  return timeline.map(({ type }) => type);
};
const queries = async () =>
  (await callsAbout(order.orderSn)).filter((method) => method === "alipay.trade.query").length;

async function close(now = at(50)): Promise<void> {
  const admin = await aMember({ role: "ADMIN" });
  const [alert] = await query<{ id: bigint }>("select id from sys_alert where kind = 'PAYMENT_MISMATCH'");
  await closeAlert(admin, alert!.id, contextAt(now, `admin:${admin}`));
}

async function release(now = at(60)) {
  const admin = await aMember({ role: "ADMIN" });
  const [alert] = await query<{ id: bigint }>("select id from sys_alert where kind = 'PAYMENT_MISMATCH'");
  return releaseMismatch(admin, alert!.id, contextAt(now, `admin:${admin}`));
}

describe("a trade that was paid with another sum", () => {
  test("is asked about once by the scheduler, and never again", async () => {
    expect(await queryPendingPayments(at(1))).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
    expect(await attempts()).toEqual([OVER]);
    expect(await queries()).toBe(1);
    for (const minutes of [2, 10, 100, 10_000])
      expect(await queryPendingPayments(at(minutes))).toEqual({ claimed: 0, done: 0, failed: 0, left: 0 });
    expect(await count("sys_alert", "kind = 'PAYMENT_MISMATCH' and resolved_time is null")).toBe(1);
  });

  test("lets its member cancel the order, and frees the slot", async () => {
    expect(await cancel()).toMatchObject({ statusText: "已取消" });
    expect(await attempts()).toEqual([OVER]);
    expect(await orderStatus()).toBe("CANCELLED");
    await expectCoherence(at(60));
  });

  test("lets the order expire by itself", async () => {
    expect(await closeExpiredOrders(at(30))).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
    expect(await orderStatus()).toBe("CANCELLED");
    expect(await attempts()).toEqual([OVER]);
  });

  test("is told to the buyer once, and no closing says that nothing was taken", async () => {
    await queryPendingPayments(at(1));
    await syncAnyPayment(order.orderSn, contextAt(at(2)));
    await closeExpiredOrders(at(30));
    const [closed, mismatch] = await told();
    expect(mismatch).toContain("¥9.90 的付款，与订单金额不符，没有计入这笔订单");
    expect(closed).toContain("收到的付款与订单不符");
    expect((await told()).join()).not.toContain("没有扣款");
    expect(await history()).toEqual(["CREATED", "PAYMENT_MISMATCH", "EXPIRED"]);
  });

  test("is told once where two learn of it at the same moment", async () => {
    const fact = aTrade(order, {
      tradeNo,
      source: "QUERY",
      merchant: { appId: "9021000000000001", sellerId: null },
      evidenceKey: `query:${tradeNo}`,
    });
    const both = () => Promise.all([1, 2].map(() => settlePayment(fact, contextAt(at(1)))));
    expect(await overtake("lock table oms_payment_evidence in share mode", both, 2)).toEqual(["mismatch", "mismatch"]);
    expect(await history()).toEqual(["CREATED", "PAYMENT_MISMATCH"]);
    expect(await told()).toHaveLength(1);
  });

  test("is said to an admin who asks", async () => {
    expect(await syncAnyPayment(order.orderSn, contextAt(at(2)))).toMatchObject({ said: "mismatch" });
  });

  test("found by the bill, after the order was closed unpaid, is over and told as well", async () => {
    await query("update oms_order set status = 'CANCELLED'");
    await query("update oms_payment_attempts set status = 'CLOSED', next_check_at = null");
    const morning = after(at(0), DAY_MS);
    await setAlipayClock(morning);
    await reconcileBills(morning);
    expect(await attempts()).toEqual([OVER]);
    expect(await count("sys_alert", "kind = 'PAYMENT_MISMATCH'")).toBe(1);
    expect(await told()).toHaveLength(1);
  });
});

describe("what a notice alone says of another sum", () => {
  const lie = () => settlePayment(aTrade(order, { tradeNo, amountFen: 1 }), contextAt(at(1), "alipay"));

  test("ends nothing: the question finds the money that fits", async () => {
    await query("update oms_payment_attempts set amount_fen = 990");
    expect(await lie()).toBe("mismatch");
    expect(await attempts()).toEqual([{ status: "OPEN", next_check_at: at(1) }]);
    expect(await told()).toEqual([]);
    await queryPendingPayments(at(1));
    expect(await orderStatus()).toBe("PAID");
  });

  test("is the last word once Alipay's answer says the same", async () => {
    await lie();
    await queryPendingPayments(at(1));
    expect(await attempts()).toEqual([OVER]);
    expect(await count("sys_alert", "kind = 'PAYMENT_MISMATCH'")).toBe(1);
  });
});

test("an answer whose sum cannot be read is no last word", async () => {
  const fact = aTrade(order, {
    tradeNo,
    amountFen: null,
    source: "QUERY",
    merchant: { appId: "9021000000000001", sellerId: null },
  });
  expect(await settlePayment(fact, contextAt(at(1)))).toBe("mismatch");
  expect(await attempts()).toEqual([{ status: "OPEN", next_check_at: at(1) }]);
});

describe("after a mismatch", () => {
  test("another trade that fits is settled, be the order open or closed", async () => {
    await queryPendingPayments(at(1));
    const again = await continuePayment(
      order.memberId,
      order.orderSn,
      { paymentMethod: "alipay", cashierKind: "PAGE" },
      contextAt(at(2)),
    );
    const paid = await buy(again.payUrl);
    await cancelOrder(order.memberId, order.orderSn, contextAt(at(3))).catch((error: unknown) =>
      expect(error).toMatchObject({ code: "ORDER_NOT_CANCELLABLE" }),
    );
    expect(paid.outTradeNo).toBe(`${order.orderSn}_2`);
    expect(await orderStatus()).toBe("PAID");
    expect(await release()).toEqual({ status: "SUCCESS" });
    await expectCoherence(at(60));
  });

  test("a closed order's late money that fits is settled", async () => {
    await cancel();
    await query("update oms_payment_attempts set amount_fen = 990");
    expect(await settlePayment(aTrade(order), contextAt(at(5), "alipay"))).toBe("settle");
    expect(await orderStatus()).toBe("PAID");
  });

  test.each([
    ["before the order is closed", [release, cancel]],
    ["after", [cancel, release]],
    ["after the alert was closed", [cancel, close, release]],
  ])("the money is released %s", async (_, steps) => {
    await queryPendingPayments(at(1));
    for (const step of steps) await step();
    expect(await refundsAtAlipay(order.orderSn)).toMatchObject([{ amountFen: 990 }]);
    expect(await orderStatus()).toBe("CANCELLED");
    await expect(release()).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expectCoherence(after(at(60), 3 * DAY_MS));
  });

  test("an admin may close the alert: the audit keeps what that leaves, and no invariant stays broken", async () => {
    await queryPendingPayments(at(1));
    await close();
    await closeExpiredOrders(at(55));
    expect(await query("select action, detail from sys_audit_log")).toMatchObject([
      {
        action: "ALERT_CLOSED",
        detail: {
          kind: "PAYMENT_MISMATCH",
          orderSn: order.orderSn,
          leaves: expect.stringContaining("不会自动退回") as string,
        },
      },
    ]);
    for (const days of [1, 3, 30]) await expectCoherence(after(at(60), days * DAY_MS));
  });
});
