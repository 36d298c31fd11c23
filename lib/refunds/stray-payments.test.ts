import { beforeEach, describe, expect, test } from "vitest";
import { after } from "../core/time.ts";
import { continuePayment } from "../payments/continue-payment.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { syncPayment } from "../payments/sync-payment.ts";
import { aMember, anOrder, at, aTrade, closeAccount, contextAt, type TestOrder } from "../testing/builders.ts";
import { count, overtake, query, useDatabase } from "../testing/database.ts";
import { buy, plantFault, refundsAtAlipay, useSandbox } from "../testing/gateway.ts";
import { aBoughtOrder, askBack, expectCoherence } from "../testing/refunds.ts";
import { releaseMismatch } from "./release-mismatch.ts";
import { FIRST_LOOK_MS } from "./rules.ts";
import { settleRefunds } from "./settle-refunds.ts";

useSandbox();
useDatabase();

const now = at(60);

/** Paid on the desktop page and on the phone: two trades, one order. */
async function aTwicePaidOrder(): Promise<TestOrder> {
  const order = await anOrder();
  const phone = await continuePayment(
    order.memberId,
    order.orderSn,
    { paymentMethod: "alipay", cashierKind: "WAP" },
    contextAt(at(0)),
  );
  for (const [i, payUrl] of [order.cashier.payUrl, phone.payUrl].entries()) {
    const { outTradeNo, tradeNo } = await buy(payUrl);
    await settlePayment(aTrade(order, { outTradeNo, tradeNo }), contextAt(at(1 + i), "alipay"));
  }
  return order;
}

const payments = () => query("select kind, payment_status from oms_payment_records order by id");
const strays = () => query("select kind, status, refund_amount_fen from oms_refund_records order by id");

describe("a second payment of an order", () => {
  let order: TestOrder;
  beforeEach(async () => {
    order = await aTwicePaidOrder();
  });

  test("goes back by itself with its own trade number, and everyone can see it", async () => {
    expect(await settleRefunds(now)).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
    expect(await strays()).toEqual([{ kind: "STRAY", status: "SUCCESS", refund_amount_fen: 990 }]);
    expect(await payments()).toEqual([
      { kind: "EFFECTIVE", payment_status: "SUCCESS" },
      { kind: "DUPLICATE", payment_status: "RETURNED" },
    ]);
    expect(await refundsAtAlipay(order.orderSn)).toEqual([]);
    expect(await refundsAtAlipay(`${order.orderSn}_2`)).toMatchObject([{ amountFen: 990 }]);
    expect(await query("select status, delivery_status from oms_order")).toEqual([
      { status: "PAID", delivery_status: "DELIVERED" },
    ]);
    expect(await query("select type from oms_order_event order by id desc limit 2")).toEqual([
      { type: "STRAY_REFUNDED" },
      { type: "STRAY_PAYMENT" },
    ]);
    expect(await query("select kind from ums_member_notice order by id")).toEqual([
      { kind: "PAID" },
      { kind: "STRAY_PAYMENT" },
      { kind: "STRAY_REFUNDED" },
    ]);
    await expectCoherence(now);
  });

  /** Eight schedulers that have all found it when the first of them may write. */
  const together = () => {
    const schedulers = () => Promise.all(Array.from({ length: 8 }, () => settleRefunds(now)));
    return overtake("lock table oms_refund_records in share mode", schedulers, 8);
  };

  test("goes back once, by eight schedulers at once", async () => {
    await together();
    await settleRefunds(after(now, 2 * FIRST_LOOK_MS));
    expect(await strays()).toEqual([{ kind: "STRAY", status: "SUCCESS", refund_amount_fen: 990 }]);
    expect(await refundsAtAlipay(`${order.orderSn}_2`)).toHaveLength(1);
  });

  test("control: without the unique key and the guard each of the eight begins it", async () => {
    await query(
      "drop index oms_refund_records_stray_key; alter table oms_refund_records disable trigger oms_refund_records_guard",
    );
    try {
      await together();
      expect(await count("oms_refund_records")).toBe(8);
    } finally {
      await query(`truncate oms_refund_records cascade;
        create unique index oms_refund_records_stray_key on oms_refund_records (payment_id) where kind = 'STRAY' and status <> 'REFUSED';
        alter table oms_refund_records enable trigger oms_refund_records_guard`);
    }
  });

  test("whose answer is lost goes back once", async () => {
    await plantFault({ fault: "reset-after", method: "alipay.trade.refund", times: 2 });
    expect(await settleRefunds(now)).toMatchObject({ done: 0 });
    expect(await settleRefunds(after(now, FIRST_LOOK_MS))).toMatchObject({ done: 1 });
    expect(await refundsAtAlipay(`${order.orderSn}_2`)).toHaveLength(1);
    await expectCoherence(now);
  });

  test("that Alipay refuses to send back is shown to a person, and not begun again", async () => {
    await plantFault({ fault: "business-error", method: "alipay.trade.refund", subCode: "ACQ.BUYER_ERROR" });
    await settleRefunds(now);
    expect(await settleRefunds(at(120))).toEqual({ claimed: 0, done: 0, failed: 0, left: 0 });
    expect(await strays()).toMatchObject([{ status: "REFUSED" }]);
    expect(await payments()).toContainEqual({ kind: "DUPLICATE", payment_status: "SUCCESS" });
    expect(await count("sys_alert", "kind = 'REFUND_REFUSED'")).toBe(1);
  });

  test("does not stand in the way of the order's own refund", async () => {
    await settleRefunds(now);
    expect(await askBack(order, at(61))).toMatchObject({ status: "SUCCESS" });
    expect(await refundsAtAlipay(order.orderSn)).toMatchObject([{ amountFen: 990 }]);
    await expectCoherence(now);
  });
});

describe("a payment that nobody can honour any more", () => {
  test("goes back whole", async () => {
    const order = await anOrder();
    const { tradeNo } = await buy(order.cashier.payUrl);
    await closeAccount(order.memberId);
    expect(await settlePayment(aTrade(order, { tradeNo }), contextAt(at(1), "alipay"))).toBe("stray");
    expect(await settleRefunds(now)).toMatchObject({ done: 1 });
    expect(await payments()).toEqual([{ kind: "UNWANTED", payment_status: "RETURNED" }]);
    expect(await refundsAtAlipay(order.orderSn)).toMatchObject([{ amountFen: 990 }]);
    await expectCoherence(now);
  });
});

describe("money that does not fit its order", () => {
  let admin: bigint;
  beforeEach(async () => {
    admin = await aMember({ role: "ADMIN" });
  });

  /** Paid at Alipay, while our books expect another amount. */
  async function aMismatch(): Promise<{ order: TestOrder; alertId: bigint }> {
    const order = await anOrder();
    await buy(order.cashier.payUrl);
    await query("update oms_payment_attempts set amount_fen = 991");
    await syncPayment(order.memberId, order.orderSn, contextAt(at(2)));
    const [alert] = await query<{ id: bigint }>("select id from sys_alert where kind = 'PAYMENT_MISMATCH'");
    return { order, alertId: alert!.id };
  }

  const release = (alertId: bigint, by = admin) => releaseMismatch(by, alertId, contextAt(now, `admin:${by}`));

  test("is sent back when an admin says so, whole, with their name", async () => {
    const { order, alertId } = await aMismatch();
    expect(await release(alertId)).toEqual({ status: "SUCCESS" });
    expect(await refundsAtAlipay(order.orderSn)).toMatchObject([{ amountFen: 990 }]);
    expect(await payments()).toEqual([{ kind: "MISMATCH", payment_status: "RETURNED" }]);
    expect(await query("select actor, action from sys_audit_log")).toEqual([
      { actor: `admin:${admin}`, action: "MISMATCH_RELEASED" },
    ]);
    expect(await query("select resolved_by, resolved_time from sys_alert where id = $1", [alertId])).toEqual([
      { resolved_by: admin, resolved_time: now },
    ]);
    expect(await query("select status, delivery_status from oms_order")).toEqual([
      { status: "PENDING", delivery_status: "PENDING" },
    ]);
    await expectCoherence(now);
  });

  test("is sent back once, by ten clicks at once", async () => {
    const { order, alertId } = await aMismatch();
    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => release(alertId)));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await refundsAtAlipay(order.orderSn)).toHaveLength(1);
    await expect(release(alertId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("waits while Alipay does not answer, and stays when Alipay knows of no such money", async () => {
    const { alertId } = await aMismatch();
    await plantFault({ fault: "http-502", method: "alipay.trade.query" });
    await expect(release(alertId)).rejects.toMatchObject({ code: "GATEWAY_UNAVAILABLE", status: 503 });
    await plantFault({ fault: "stale-query", method: "alipay.trade.query" });
    await expect(release(alertId)).rejects.toMatchObject({ code: "ORDER_NOT_REFUNDABLE", status: 409 });
    expect(await count("oms_refund_records")).toBe(0);
    expect(await release(alertId)).toEqual({ status: "SUCCESS" });
  });

  test("under an alert of another kind is not found", async () => {
    await aTwicePaidOrder();
    const [alert] = await query<{ id: bigint }>("select id from sys_alert where kind = 'STRAY_PAYMENT'");
    await expect(release(alert!.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(release(999n)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

test("a stray payment that cannot be sent back keeps neither another one nor a refund waiting", async () => {
  const refunding = await aBoughtOrder();
  await plantFault({ fault: "http-502", method: "alipay.trade.refund" });
  await askBack(refunding, at(3));
  const poison = await aTwicePaidOrder();
  await aTwicePaidOrder();
  await query(`create function refuse_poison() returns trigger language plpgsql as $$ begin
      if new.order_id = ${poison.orderId} then raise exception 'planted: no return of this one'; end if; return new; end $$;
    create trigger refuse_poison before insert on oms_refund_records for each row execute function refuse_poison()`);
  try {
    expect(await settleRefunds(now)).toEqual({ claimed: 2, done: 2, failed: 0, left: 0 });
    expect(await query("select distinct kind, status from oms_refund_records order by kind")).toEqual([
      { kind: "ORDER", status: "SUCCESS" },
      { kind: "STRAY", status: "SUCCESS" },
    ]);
  } finally {
    await query("drop function refuse_poison cascade");
  }
  expect(await settleRefunds(now)).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
  await expectCoherence(now);
});

test("an ordinary order is nobody's stray", async () => {
  await aBoughtOrder();
  expect(await settleRefunds(now)).toEqual({ claimed: 0, done: 0, failed: 0, left: 0 });
});
