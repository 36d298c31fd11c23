import { describe, expect, test } from "vitest";
import { DAY_MS, after } from "../core/time.ts";
import { written } from "../testing/written.ts";
import { markFailed } from "../delivery/parts.ts";
import { retryDeliveries } from "../delivery/retry-deliveries.ts";
import { anOrder, aPlan, at, aTrade, contextAt, type TestOrder } from "../testing/builders.ts";
import { beside, count, overtake, query, useDatabase } from "../testing/database.ts";
import { anUndelivered, refuse, relent, useRefusedGoods } from "../testing/refused-goods.ts";
import { getOrderDetail } from "./get-order-detail.ts";
import { settlePayment } from "./settle-payment.ts";

useDatabase();
useRefusedGoods();

const delivery = async () =>
  (
    await query(
      "select delivery_status, retry_count, error_message, next_retry_at, leased_until from oms_delivery_records",
    )
  )[0];
const order = async () => (await query("select status, delivery_status from oms_order"))[0];
const events = () =>
  query<{ type: string }>("select type from oms_order_event order by id").then((rows) => rows.map(({ type }) => type));
const notices = () =>
  query<{ kind: string }>("select kind from ums_member_notice order by id").then((rows) =>
    rows.map(({ kind }) => kind),
  );

describe("a payment whose goods cannot be given", () => {
  test("stands alone, with the promise of goods", async () => {
    await anUndelivered();
    expect(await order()).toEqual({ status: "PAID", delivery_status: "PENDING" });
    expect(await query("select kind from oms_payment_records")).toEqual([{ kind: "EFFECTIVE" }]);
    expect(await delivery()).toEqual({
      delivery_status: "PENDING",
      retry_count: 0,
      error_message: "planted: no lots today",
      next_retry_at: at(2),
      leased_until: null,
    });
    expect(await notices()).toEqual(["DELIVERY_DELAYED"]);
    expect([
      await count("ums_credit_lot"),
      await count("ums_credit_balance"),
      await count("ums_credit_ledger"),
    ]).toEqual([0, 0, 0]);
  });

  test("stands alone also when the goods collide with others and the collision never ends", async () => {
    const bought = await anOrder({ wanted: await aPlan({ code: "pro" }) });
    // A period that no rule would choose beside, because it is marked as over before its end.
    await query(
      `insert into ums_member_subscriptions
         (member_id, order_id, plan_id, plan_code, plan_name, plan_level, billing_cycle, start_date, end_date, status)
       select $1, $2, plan_id, 'pro', '', 1, 'MONTHLY', $3, $4, 'EXPIRED' from oms_order_item where order_id = $5`,
      [bought.memberId, (await anOrder()).orderId, at(0), after(at(0), DAY_MS), bought.orderId],
    );
    expect(await settlePayment(aTrade(bought), contextAt(at(1), "alipay"))).toBe("settle");
    expect(await query("select status, delivery_status from oms_order where id = $1", [bought.orderId])).toEqual([
      { status: "PAID", delivery_status: "PENDING" },
    ]);
    expect(await delivery()).toMatchObject({
      error_message: "settlePayment: ums_member_subscriptions_no_overlap: the key exists",
    });
  });
});

test("a late payment whose goods are still owed does not say in its history that they were given", async () => {
  const late = await anOrder();
  await query("update oms_order set status = 'CANCELLED'");
  await refuse(late);
  await settlePayment(aTrade(late), contextAt(at(2), "alipay"));
  const lastLine = async () => (await getOrderDetail(late.memberId, late.orderSn, at(9))).timeline.at(-1)!.text;
  expect(await lastLine()).toBe("订单关闭后收到付款，商品尚未发放，系统会自动补发");
  await relent();
  await retryDeliveries(at(5));
  expect(await lastLine()).toBe("商品已到账");
});

describe("retrying a delivery", () => {
  test("gives the goods once the obstacle is gone", async () => {
    await anUndelivered();
    await relent();
    expect(await retryDeliveries(at(1))).toEqual({ claimed: 0, done: 0, failed: 0, left: 0 });
    expect(await retryDeliveries(at(2))).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
    expect(await order()).toEqual({ status: "PAID", delivery_status: "DELIVERED" });
    expect(await delivery()).toMatchObject({
      delivery_status: "DELIVERED",
      retry_count: 1,
      next_retry_at: null,
      error_message: null,
    });
    expect(await query("select total from ums_credit_balance")).toEqual([{ total: 110n }]);
    expect(await events()).toEqual(["CREATED", "PAID", "DELIVERED"]);
    expect(await notices()).toEqual(["DELIVERY_DELAYED", "DELIVERED"]);
    expect(await retryDeliveries(at(60))).toEqual({ claimed: 0, done: 0, failed: 0, left: 0 });
  });

  test("backs off 1, 5 and 30 minutes, then tells a person and stops", async () => {
    const { orderSn } = await anUndelivered();
    const failed = { claimed: 1, done: 0, failed: 1, left: 0 };
    expect(await retryDeliveries(at(2))).toEqual(failed);
    expect(await delivery()).toMatchObject({
      delivery_status: "PENDING",
      retry_count: 1,
      next_retry_at: at(7),
      leased_until: null,
    });
    expect(await retryDeliveries(at(6))).toEqual({ claimed: 0, done: 0, failed: 0, left: 0 });
    expect(await retryDeliveries(at(7))).toEqual(failed);
    expect(await delivery()).toMatchObject({ retry_count: 2, next_retry_at: at(37) });
    expect(await retryDeliveries(at(37))).toEqual(failed);
    expect(await delivery()).toMatchObject({ delivery_status: "FAILED", retry_count: 3, next_retry_at: null });
    expect(await order()).toEqual({ status: "PAID", delivery_status: "FAILED" });
    expect(await query("select kind, order_sn, detail from sys_alert")).toEqual([
      { kind: "DELIVERY_GIVEN_UP", order_sn: orderSn, detail: { reason: "planted: no lots today" } },
    ]);
    expect(await events()).toEqual(["CREATED", "PAID", "DELIVERY_GIVEN_UP"]);
    expect(await retryDeliveries(at(24 * 60))).toEqual({ claimed: 0, done: 0, failed: 0, left: 0 });
  });

  test("counts no try that our own database kept from being made, and goes on when it answers", async () => {
    await anUndelivered();
    await relent();
    await query(`create function no_lock() returns trigger language plpgsql as $$ begin raise exception using errcode = '55P03'; end $$;
      create trigger no_lock before insert on ums_credit_lot for each row execute function no_lock()`);
    try {
      for (const minute of [2, 3, 4, 5, 6])
        expect(await retryDeliveries(at(minute))).toEqual({ claimed: 1, done: 0, failed: 1, left: 0 });
    } finally {
      await query("drop function no_lock cascade");
    }
    expect(await delivery()).toMatchObject({ delivery_status: "PENDING", retry_count: 0, next_retry_at: at(7) });
    expect(await retryDeliveries(at(7))).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
  });

  test("one bad order never stops the rest", async () => {
    const orders: TestOrder[] = [];
    for (let i = 0; i < 6; i += 1) orders.push(await anUndelivered());
    await relent();
    await refuse(orders[2]!);
    expect(await retryDeliveries(at(2))).toEqual({ claimed: 6, done: 5, failed: 1, left: 0 });
    expect(await query("select order_id from oms_delivery_records where delivery_status <> 'DELIVERED'")).toEqual([
      { order_id: orders[2]!.orderId },
    ]);
  });

  test("eight runs at once share the work and give nothing twice", async () => {
    for (let i = 0; i < 12; i += 1) await anUndelivered();
    await relent();
    const reports = await Promise.all(Array.from({ length: 8 }, () => retryDeliveries(at(2))));
    expect(reports.reduce((sum, { claimed }) => sum + claimed, 0)).toBe(12);
    expect(reports.reduce((sum, { done }) => sum + done, 0)).toBe(12);
    expect(await count("ums_credit_lot")).toBe(24);
  });

  test("passes over what another worker has in hand, and does not wait for it", async () => {
    const [first] = [await anUndelivered(), await anUndelivered()];
    await relent();
    const held = `select from oms_delivery_records where order_id = ${first.orderId} for update`;
    expect(await beside(held, () => retryDeliveries(at(2)))).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
  });

  test("what a killed worker held is taken over after its lease, and not before", async () => {
    await anUndelivered();
    await relent();
    await query("update oms_delivery_records set leased_until = $1", [at(4)]);
    expect(await retryDeliveries(at(3))).toMatchObject({ claimed: 0 });
    expect(await retryDeliveries(at(4))).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
    expect(await order()).toEqual({ status: "PAID", delivery_status: "DELIVERED" });
  });

  test("a worker that held it too long has no say any more", async () => {
    await anUndelivered();
    await retryDeliveries(at(2));
    const [{ id } = { id: 0n }] = await query<{ id: bigint }>("select id from oms_delivery_records");
    const late = written((commit) => markFailed(commit, { id, retryCount: 0 }, "too late", at(3)));
    await expect(late).rejects.toMatchObject({ part: "delivery", found: "wanted 1 rows, touched 0" });
    expect(await delivery()).toMatchObject({
      retry_count: 1,
      error_message: "planted: no lots today",
      next_retry_at: at(7),
    });
  });

  test("an order whose refund is under way waits without a retry being counted; a refunded one is over", async () => {
    await anUndelivered();
    await relent();
    await query("update oms_order set status = 'REFUNDING'");
    await retryDeliveries(at(2));
    expect(await delivery()).toMatchObject({
      delivery_status: "PENDING",
      retry_count: 0,
      next_retry_at: at(32),
      leased_until: null,
    });
    await query("update oms_order set status = 'REFUNDED'");
    await retryDeliveries(at(32));
    expect(await delivery()).toMatchObject({ delivery_status: "PENDING", retry_count: 0, next_retry_at: null });
    expect(await count("ums_credit_lot")).toBe(0);
  });

  test("a refund that begins while the goods are on their way stops them", async () => {
    await anUndelivered();
    await relent();
    // The order is read as paid; its refund commits before the goods do.
    await overtake("update oms_order set status = 'REFUNDING'", () => retryDeliveries(at(2)));
    expect(await count("ums_credit_lot")).toBe(0);
    expect(await order()).toEqual({ status: "REFUNDING", delivery_status: "PENDING" });
    expect(await delivery()).toMatchObject({ delivery_status: "PENDING", retry_count: 0, next_retry_at: at(32) });
  });
});
