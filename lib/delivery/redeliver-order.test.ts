import { beforeEach, describe, expect, test } from "vitest";
import { closeAlert } from "../accounts/close-alert.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { aMember, anOrder, aPaidOrder, aPlan, at, aTrade, contextAt, type TestOrder } from "../testing/builders.ts";
import { count, overtake, query, useDatabase } from "../testing/database.ts";
import { anUndelivered, relent, useRefusedGoods } from "../testing/refused-goods.ts";
import { redeliverOrder } from "./redeliver-order.ts";
import { retryDeliveries } from "./retry-deliveries.ts";

useDatabase();
useRefusedGoods();

let admin: bigint;
let order: TestOrder;
beforeEach(async () => {
  admin = await aMember({ role: "ADMIN" });
  order = await anUndelivered();
  for (const minute of [2, 7, 37]) await retryDeliveries(at(minute));
});

const redeliver = (minute = 60, by = admin, { orderSn } = order) =>
  redeliverOrder(by, orderSn, contextAt(at(minute), `admin:${by}`));
const refusal = { code: "ORDER_NOT_REDELIVERABLE", status: 409 };
const states = async () => (await query("select status, delivery_status from oms_order"))[0];
const delivery = async () =>
  (await query("select delivery_status, retry_count, next_retry_at, leased_until from oms_delivery_records"))[0];
const events = async () =>
  (await query<{ type: string }>("select type from oms_order_event order by id")).map(({ type }) => type);
const audits = () => query("select actor, action, target, detail from sys_audit_log order by id");
const openAlerts = () => count("sys_alert", "resolved_time is null");

describe("sending again what was given up", () => {
  test("gives the goods, closes the alert and names the admin", async () => {
    await relent();
    expect(await openAlerts()).toBe(1);
    expect(await redeliver()).toEqual({ delivered: true, reason: null });
    expect(await states()).toEqual({ status: "PAID", delivery_status: "DELIVERED" });
    expect(await query("select total from ums_credit_balance")).toEqual([{ total: 110n }]);
    expect(await query("select resolved_by, resolved_time from sys_alert")).toEqual([
      { resolved_by: admin, resolved_time: at(60) },
    ]);
    expect(await query("select type, actor from oms_order_event order by id desc limit 1")).toEqual([
      { type: "DELIVERED", actor: `admin:${admin}` },
    ]);
    const target = order.orderSn;
    expect(await audits()).toEqual([{ actor: `admin:${admin}`, action: "ORDER_REDELIVERED", target, detail: {} }]);
    await expect(redeliver(61)).rejects.toMatchObject(refusal);
    expect(await count("ums_credit_lot")).toBe(2);
  });

  test("that our own database kept from being tried is BUSY, counts nothing and leaves the rest to the admin", async () => {
    await relent();
    await query(`create function no_lock() returns trigger language plpgsql as $$ begin raise exception using errcode = '55P03'; end $$;
      create trigger no_lock before insert on ums_credit_lot for each row execute function no_lock()`);
    try {
      await expect(redeliver()).rejects.toMatchObject({ code: "BUSY", status: 503 });
    } finally {
      await query("drop function no_lock cascade");
    }
    expect(await delivery()).toEqual({
      delivery_status: "FAILED",
      retry_count: 3,
      next_retry_at: null,
      leased_until: null,
    });
    expect(await audits()).toEqual([]);
    expect(await redeliver()).toEqual({ delivered: true, reason: null });
  });

  test("that cannot be given yet says why, leaves the alert, and may be tried again at once", async () => {
    const reason = "planted: no lots today";
    expect(await redeliver()).toEqual({ delivered: false, reason });
    expect(await states()).toEqual({ status: "PAID", delivery_status: "FAILED" });
    const counted = { delivery_status: "FAILED", retry_count: 4, next_retry_at: null, leased_until: null };
    expect(await delivery()).toEqual(counted);
    expect(await openAlerts()).toBe(1);
    expect(await events()).toEqual(["CREATED", "PAID", "DELIVERY_GIVEN_UP"]);
    expect(await audits()).toMatchObject([{ action: "REDELIVERY_FAILED", detail: { reason } }]);
    expect(await retryDeliveries(at(24 * 60))).toMatchObject({ claimed: 0 });
    await relent();
    expect(await redeliver()).toEqual({ delivered: true, reason: null });
  });

  test("that fails once more opens the alert that somebody had closed", async () => {
    await closeAlert(admin, 1n, contextAt(at(50), `admin:${admin}`));
    expect(await redeliver()).toMatchObject({ delivered: false });
    expect(await openAlerts()).toBe(1);
    await relent();
    expect(await redeliver(61)).toMatchObject({ delivered: true });
    expect(await openAlerts()).toBe(0);
  });

  test("ten admins at once: one of them sends it, nine are told", async () => {
    await relent();
    const admins = await Promise.all(Array.from({ length: 10 }, () => aMember({ role: "ADMIN" })));
    const answers = await Promise.allSettled(admins.map((by) => redeliver(60, by)));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const answer of answers) if (answer.status === "rejected") expect(answer.reason).toMatchObject(refusal);
    expect(await count("ums_credit_lot")).toBe(2);
    expect(await audits()).toHaveLength(1);
  });

  test("an admin who saw it given up is too late once another has it in hand", async () => {
    await relent();
    // Read as given up; the other's claim commits before this one's. Without the lease in the claim, both would try.
    const claim = `update oms_delivery_records set leased_until = '${at(62).toISOString()}'`;
    await expect(overtake(claim, () => redeliver())).rejects.toMatchObject(refusal);
    expect(await count("ums_credit_lot")).toBe(0);
    expect(await redeliver(62)).toEqual({ delivered: true, reason: null });
  });

  test("a refund that begins meanwhile goes first", async () => {
    await relent();
    await expect(overtake("update oms_order set status = 'REFUNDING'", () => redeliver())).rejects.toMatchObject(
      refusal,
    );
    expect(await count("ums_credit_lot")).toBe(0);
    expect(await audits()).toEqual([]);
    expect(await openAlerts()).toBe(1);
  });

  test("of a plan adds its period", async () => {
    const bought = await anOrder({ wanted: await aPlan({ code: "pro" }) });
    await settlePayment(aTrade(bought), contextAt(at(1), "alipay"));
    await query("delete from ums_member_subscriptions");
    await query("update oms_order set delivery_status = 'FAILED' where id = $1", [bought.orderId]);
    await query(
      "update oms_delivery_records set delivery_status = 'FAILED', delivered_time = null where order_id = $1",
      [bought.orderId],
    );
    expect(await redeliver(60, admin, bought)).toEqual({ delivered: true, reason: null });
    expect(await query("select start_date from ums_member_subscriptions")).toEqual([{ start_date: at(60) }]);
  });

  test.each([
    ["unpaid", () => anOrder()],
    ["delivered", () => aPaidOrder()],
    ["still being retried", () => anUndelivered()],
  ])("what is %s is refused, and nothing is written", async (_, make) => {
    const other = await make();
    await expect(redeliver(60, admin, other)).rejects.toMatchObject(refusal);
    expect(await audits()).toEqual([]);
  });

  test.each(["REFUNDING", "REFUNDED"])("what is %s is refused", async (status) => {
    await query("update oms_order set status = $1::order_status", [status]);
    await expect(redeliver()).rejects.toMatchObject(refusal);
  });

  test("an order that does not exist is not found", async () => {
    const nothing = { ...order, orderSn: "NOSUCHORDER00000" };
    await expect(redeliver(60, admin, nothing)).rejects.toMatchObject({ code: "ORDER_NOT_FOUND", status: 404 });
  });
});
