import { beforeEach, describe, expect, test } from "vitest";
import { retryDeliveries } from "../delivery/retry-deliveries.ts";
import { releaseMismatch } from "../refunds/release-mismatch.ts";
import { settleRefunds } from "../refunds/settle-refunds.ts";
import { aCreditProduct, aMember, anOrder, at, aTrade, contextAt } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { buy, refundsAtAlipay, useSandbox } from "../testing/gateway.ts";
import { loseAnswer } from "../testing/lost-answers.ts";
import { aBoughtOrder, askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { anUndelivered, relent, useRefusedGoods } from "../testing/refused-goods.ts";
import { cancelOrder } from "./close-order.ts";
import { placeOrder, type OrderRequest } from "./place-order.ts";
import { settlePayment } from "./settle-payment.ts";
import { syncPayment } from "./sync-payment.ts";

/** The connection breaks after the statement was executed and before its answer arrives. */

useSandbox();
useDatabase();
useRefusedGoods();

const UNKNOWN = { code: "OUTCOME_UNKNOWN", status: 503 };
const seen =
  (table: string, where = "true") =>
  async () =>
    (await count(table, where)) > 0;

describe("making an order", () => {
  let request: OrderRequest;
  beforeEach(async () => {
    const memberId = await aMember();
    const wanted = await aCreditProduct();
    request = {
      memberId,
      wanted,
      paymentMethod: "alipay",
      cashierKind: "PAGE",
      sourceType: "PC",
      returnPath: null,
      requestKey: null,
    };
  });

  test("whose answer is lost is found by its number, also without a key: there is one order", async () => {
    const place = () => placeOrder(request, contextAt(at(0)));
    const answer = await loseAnswer(/insert into oms_order /, place, seen("oms_order"));
    expect(await query("select order_sn from oms_order")).toEqual([{ order_sn: answer.orderSn }]);
  });

  test("that cannot be looked up either is unknown, and a repeat with the same key answers that order", async () => {
    const place = () => placeOrder({ ...request, requestKey: "press-1" }, contextAt(at(0)));
    // Who looks for it finds nothing, as if the database were still busy with it.
    const hide = async () => {
      if ((await count("oms_order")) === 0) return false;
      await query("update oms_order set order_sn = 'hidden' || order_sn");
      return true;
    };
    await expect(loseAnswer(/insert into oms_order /, place, hide)).rejects.toMatchObject(UNKNOWN);
    await query("update oms_order set order_sn = substr(order_sn, 7)");
    const again = await place();
    expect(await query("select order_sn from oms_order")).toEqual([{ order_sn: again.orderSn }]);
  });
});

test("a payment whose answer is lost is not called undelivered, and Alipay's repeat finds it done", async () => {
  const order = await anOrder();
  const trade = aTrade(order);
  const settle = () => settlePayment(trade, contextAt(at(1), "alipay"));
  await expect(
    loseAnswer(/insert into oms_payment_records/, settle, seen("oms_payment_records")),
  ).rejects.toMatchObject(UNKNOWN);
  expect(await settle()).toBe("already");
  expect(await query("select delivery_status from oms_delivery_records")).toEqual([{ delivery_status: "DELIVERED" }]);
  await expectCoherence(at(2));
});

test("a cancelling whose answer is lost is unknown, and its repeat says cancelled", async () => {
  const { memberId, orderSn } = await anOrder();
  const cancel = () => cancelOrder(memberId, orderSn, contextAt(at(1), `member:${memberId}`));
  const closed = seen("oms_order", "status = 'CANCELLED'");
  await expect(loseAnswer(/CANCELLED_BY|oms_order_event/, cancel, closed)).rejects.toMatchObject(UNKNOWN);
  expect(await cancel()).toMatchObject({ statusText: "已取消" });
});

test("a delivery retry whose answer is lost counts nothing, and the goods are given once", async () => {
  await anUndelivered();
  await relent();
  const given = seen("oms_delivery_records", "delivery_status = 'DELIVERED'");
  expect(await loseAnswer(/insert into ums_credit_lot/, () => retryDeliveries(at(2)), given)).toMatchObject({
    failed: 1,
  });
  expect(await query("select retry_count from oms_delivery_records")).toEqual([{ retry_count: 1 }]);
  expect(await count("ums_credit_lot")).toBe(2);
  expect(await retryDeliveries(at(10))).toMatchObject({ claimed: 0 });
});

describe("a refund that was taken on", () => {
  test("is taken on, although the answer to its sending mark is lost; the scheduler sends it", async () => {
    const order = await aBoughtOrder();
    const sent = seen("oms_refund_records", "status = 'SENT'");
    const asked = await loseAnswer(/send_count = send_count \+/, () => askBack(order, at(60)), sent);
    expect(asked).toMatchObject({ success: true, status: "APPROVED" });
    expect(await refundsAtAlipay(order.orderSn)).toEqual([]);
    await settleRefunds(at(62));
    expect(await refundsOf(order)).toMatchObject([{ status: "SUCCESS" }]);
    expect(await refundsAtAlipay(order.orderSn)).toHaveLength(1);
  });

  test("by an admin who releases a mismatch is not called undone either", async () => {
    const order = await anOrder();
    await buy(order.cashier.payUrl);
    await query("update oms_payment_attempts set amount_fen = 991");
    await syncPayment(order.memberId, order.orderSn, contextAt(at(2)));
    const admin = await aMember({ role: "ADMIN" });
    const [alert] = await query<{ id: bigint }>("select id from sys_alert");
    const release = () => releaseMismatch(admin, alert!.id, contextAt(at(60), `admin:${admin}`));
    const sent = seen("oms_refund_records", "status = 'SENT'");
    expect(await loseAnswer(/send_count = send_count \+/, release, sent)).toEqual({ status: "APPROVED" });
  });
});
