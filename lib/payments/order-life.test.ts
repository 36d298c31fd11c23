import { expect, test, vi } from "vitest";
import { anOrder, at } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { buy, setAlipayClock, useSandbox } from "../testing/gateway.ts";
import { closeExpiredOrders } from "./close-expired-orders.ts";

vi.stubEnv("ORDER_LIFE_MINUTES", "5");
useSandbox();
useDatabase();

test("an order lives as long as it is configured, here and at Alipay, and the buyer reads how long", async () => {
  const order = await anOrder();
  await buy(order.cashier.payUrl, "login");
  expect(await query("select expire_time from oms_payment_attempts")).toEqual([{ expire_time: at(5) }]);
  const biz = new URL(order.cashier.payUrl).searchParams.get("biz_content")!;
  expect(JSON.parse(biz)).toMatchObject({ time_expire: "2026-03-01 12:05:00" });
  await setAlipayClock(at(5));
  await closeExpiredOrders(at(5));
  expect(await query("select status, close_reason from oms_order")).toEqual([
    { status: "CANCELLED", close_reason: "EXPIRED" },
  ]);
  expect(await query("select detail ->> 'why' as why from ums_member_notice")).toEqual([{ why: "超过 5 分钟未付款" }]);
});
