import { globSync, readFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import { reconcileBills } from "../books/reconcile-bills.ts";
import { AppError } from "../core/errors.ts";
import type { PaymentMethod } from "../core/states.ts";
import { listOrders } from "../orders/list-orders.ts";
import { cancelOrder } from "../payments/close-order.ts";
import { continuePayment } from "../payments/continue-payment.ts";
import { receiveNotify } from "../refunds/receive-notify.ts";
import { syncPayment } from "../payments/sync-payment.ts";
import { findPayment } from "../refunds/find-payment.ts";
import { settleRefunds } from "../refunds/settle-refunds.ts";
import { anOrder, at, contextAt, type TestOrder } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { aNotice, signedForm } from "../testing/notices.ts";
import { usePaper } from "../testing/paper-channel.ts";
import { alertsRaised, DAY, morning } from "../testing/reconciling.ts";
import { askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { CHANNELS } from "./channels.ts";

// No Alipay is running: whatever still called it would be told nothing, and nothing would come to its end.
useDatabase();
const paper = usePaper();

const METHOD = "paper" as PaymentMethod;

let order: TestOrder;
beforeEach(async () => {
  order = await anOrder({ paymentMethod: METHOD });
});

const sync = (now = at(1)) => syncPayment(order.memberId, order.orderSn, contextAt(now));
const paidThrough = async () => {
  const page = await listOrders(order.memberId, { pageNum: 1, pageSize: 10 }, at(2));
  return page.list.map(({ paymentMethod, status }) => ({ paymentMethod, status }));
};

describe("an order through another channel than Alipay", () => {
  test("opens that channel's cashier", async () => {
    expect(order.cashier).toMatchObject({
      payUrl: `https://paper.example/PAGE/${order.orderSn}`,
      payHtml: `<a href="https://paper.example/PAGE/${order.orderSn}">付款</a>`,
    });
    expect(await query("select payment_method, app_id, seller_id from oms_payment_attempts")).toEqual([
      { payment_method: "paper", app_id: "counter-1", seller_id: "paper-shop" },
    ]);
    const way = { paymentMethod: METHOD, cashierKind: "WAP" } as const;
    const phone = await continuePayment(order.memberId, order.orderSn, way, contextAt(at(1)));
    expect(phone.payUrl).toBe(`https://paper.example/WAP/${order.orderSn}_2`);
  });

  test("is settled when asked about", async () => {
    paper.channel.buy(order.orderSn, at(1));
    expect(await sync()).toMatchObject({ status: 1, deliveryStatus: 1 });
    expect(await paidThrough()).toEqual([{ paymentMethod: "paper", status: 1 }]);
    await expectCoherence(at(2));
  });

  test("is settled by that channel's notice", async () => {
    const tradeNo = paper.channel.buy(order.orderSn, at(1));
    expect(await receiveNotify(METHOD, paper.channel.noticeOf(tradeNo), at(1))).toBe(true);
    expect(await paidThrough()).toEqual([{ paymentMethod: "paper", status: 1 }]);
    expect(await query("select actor from oms_order_event where type = 'PAID'")).toEqual([{ actor: "paper" }]);
  });

  test("is found by that channel's trade number", async () => {
    const tradeNo = paper.channel.buy(order.orderSn, at(1));
    expect(await findPayment(order.memberId, tradeNo, contextAt(at(1)))).toMatchObject({ finding: "DELIVERED" });
    expect(paper.channel.calls).toContain("queryTradeNo");
  });

  test("is closed there", async () => {
    paper.channel.buy(order.orderSn, at(1), "WAITING");
    expect(await cancelOrder(order.memberId, order.orderSn, contextAt(at(1)))).toMatchObject({ status: 4 });
    expect(paper.channel.calls).toEqual(["queryTrade", "closeTrade"]);
  });

  test("is refunded there, with the number of the row", async () => {
    paper.channel.buy(order.orderSn, at(1));
    await sync();
    expect(await askBack(order, at(2))).toMatchObject({ status: "SUCCESS" });
    expect(await query("select payment_method from oms_refund_records")).toEqual([{ payment_method: "paper" }]);
    await expectCoherence(at(3));
  });

  test("waits for money in that channel's account, and goes on with the same number", async () => {
    paper.channel.buy(order.orderSn, at(1));
    await sync();
    paper.channel.balanceFen = 0;
    expect(await askBack(order, at(2))).toMatchObject({ status: "SENT" });
    expect(await alertsRaised()).toEqual([expect.stringMatching(/^SELLER_BALANCE_SHORT:r/)]);
    paper.channel.balanceFen = 1_000_000;
    await settleRefunds(at(60));
    expect(await refundsOf(order)).toEqual([expect.objectContaining({ status: "SUCCESS", send_count: 2 })]);
    expect(paper.channel.calls).toContain("queryRefund");
  });

  test("sends a second payment of the same order back where it came from", async () => {
    const way = { paymentMethod: METHOD, cashierKind: "WAP" } as const;
    await continuePayment(order.memberId, order.orderSn, way, contextAt(at(1)));
    for (const outTradeNo of [order.orderSn, `${order.orderSn}_2`]) paper.channel.buy(outTradeNo, at(1));
    await sync();
    await settleRefunds(at(5));
    expect(await query("select kind, status, payment_method from oms_refund_records")).toEqual([
      { kind: "STRAY", status: "SUCCESS", payment_method: "paper" },
    ]);
    await expectCoherence(at(6));
  });

  test("is compared with that channel's bill, and with no other", async () => {
    const told = await anOrder({ paymentMethod: METHOD });
    paper.channel.buy(told.orderSn, at(1));
    await syncPayment(told.memberId, told.orderSn, contextAt(at(1)));
    await askBack(told, at(2));
    paper.channel.buy(order.orderSn, at(1)); // Nobody tells us of this one.
    expect(await reconcileBills(morning(1))).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
    expect(await query("select payment_method, bill_date::text, trade_count, refund_count from oms_bill_day")).toEqual([
      { payment_method: "paper", bill_date: DAY, trade_count: 2, refund_count: 1 },
    ]);
    expect(await paidThrough()).toEqual([{ paymentMethod: "paper", status: 1 }]);
    expect(await alertsRaised()).toEqual([]);
    await expectCoherence(morning(1));
  });
});

describe("two channels side by side", () => {
  test("have a bill each for the same day", async () => {
    await anOrder();
    // Alipay's bill cannot be had here; the other channel's day closes without it.
    expect(await reconcileBills(morning(1))).toEqual({ claimed: 2, done: 1, failed: 1, left: 0 });
    expect(await query("select payment_method, status from oms_bill_day order by payment_method")).toEqual([
      { payment_method: "alipay", status: "WAITING" },
      { payment_method: "paper", status: "RECONCILED" },
    ]);
    await reconcileBills(morning(6));
    expect(await alertsRaised()).toContain(`BILL_LATE:alipay:${DAY}`);
    expect(await alertsRaised()).not.toContain(`BILL_LATE:paper:${DAY}`);
  });

  test("one does not pay what was opened at the other, however well it is signed", async () => {
    const { appId, sellerId } = paper.channel.merchant;
    // The merchant would fit, so that the channel alone is what differs.
    const notice = aNotice(order, { app_id: appId, seller_id: sellerId });
    expect(await receiveNotify("alipay", signedForm(notice), at(1))).toBe(false);
    expect(await query("select verdict, payment_method from oms_payment_evidence")).toEqual([
      { verdict: "MISMATCH:channel", payment_method: "alipay" },
    ]);
    expect(await count("oms_payment_records")).toBe(0);
    expect(await paidThrough()).toEqual([{ paymentMethod: null, status: 0 }]);
    // The control: the same notice about an attempt of Alipay's settles it.
    await query("update oms_payment_attempts set payment_method = 'alipay'");
    expect(await receiveNotify("alipay", signedForm({ ...notice, notify_id: "again" }), at(1))).toBe(true);
  });

  test("a row of a channel that is gone is left as it is, and says so", async () => {
    CHANNELS.delete(METHOD);
    expect(await sync()).toMatchObject({ status: 0 });
    await expect(cancelOrder(order.memberId, order.orderSn, contextAt(at(1)))).rejects.toMatchObject(
      new AppError("ACCOUNT_ABSENT"),
    );
    expect(await query("select status from oms_order")).toEqual([{ status: "PENDING" }]);
  });
});

/** Code without comments; words for people may name Alipay, names of the code may not. */
function codeOf(file: string): string {
  return readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, "");
}

test("no room that moves money names Alipay in its code", () => {
  const files = globSync("lib/{orders,delivery,payments,refunds,books}/*.ts").filter(
    (file) => !file.endsWith(".test.ts"),
  );
  expect(files.length).toBeGreaterThan(60);
  const named = files.filter((file) => /alipay/i.test(codeOf(file)));
  // The state of sales tells of Alipay to the shop, the operator and the metrics (docs/rules.md R67).
  expect(named.toSorted()).toEqual([
    "lib/books/get-acceptance.ts",
    "lib/books/set-gauges.ts",
    "lib/payments/watch-channel.ts",
  ]);
});
