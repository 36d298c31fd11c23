import { beforeEach, describe, expect, test } from "vitest";
import { retryDeliveries } from "../delivery/retry-deliveries.ts";
import { at, contextAt, type TestOrder } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { anUndelivered, relent, useRefusedGoods } from "../testing/refused-goods.ts";
import { findPayment } from "./find-payment.ts";

useDatabase();
useRefusedGoods();

let order: TestOrder;
beforeEach(async () => {
  order = await anUndelivered();
});

const find = (minute: number) =>
  findPayment(order.memberId, order.orderSn, contextAt(at(minute), `member:${order.memberId}`));
const giveUp = async () => {
  for (const minute of [2, 7, 37]) await retryDeliveries(at(minute));
};

describe("goods that are owed, when their buyer asks", () => {
  test("are delivered at once, before their next try is due", async () => {
    await relent();
    expect(await find(1)).toMatchObject({ finding: "DELIVERED", deliveryStatus: 1 });
    expect(await query("select type, actor from oms_order_event order by id desc limit 1")).toEqual([
      { type: "DELIVERED", actor: `member:${order.memberId}` },
    ]);
  });

  test("that still cannot be delivered are promised, and the try counts", async () => {
    expect(await find(1)).toMatchObject({ finding: "OWED" });
    expect(await query("select retry_count, leased_until from oms_delivery_records")).toEqual([
      { retry_count: 1, leased_until: null },
    ]);
  });

  test("that were given up are tried again, and the alert is closed", async () => {
    await giveUp();
    expect(await find(40)).toMatchObject({ finding: "GIVEN_UP" });
    await relent();
    expect(await find(41)).toMatchObject({ finding: "DELIVERED" });
    expect(await count("sys_alert", "resolved_time is null")).toBe(0);
  });

  test("by many at once are delivered once", async () => {
    await relent();
    await Promise.all(Array.from({ length: 10 }, () => find(1)));
    expect(await count("ums_credit_lot")).toBe(2);
  });
});
