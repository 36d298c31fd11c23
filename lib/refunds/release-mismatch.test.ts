import { expect, test } from "vitest";
import { settlePayment } from "../payments/settle-payment.ts";
import { aMember, anOrder, at, aTrade, contextAt, type TestOrder } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { buy, refundsAtAlipay, useSandbox } from "../testing/gateway.ts";
import { releaseMismatch } from "./release-mismatch.ts";

useSandbox();
useDatabase();

async function release({ orderSn }: TestOrder) {
  const admin = await aMember({ role: "ADMIN" });
  const [alert] = await query<{ id: bigint }>("select id from sys_alert where order_sn = $1", [orderSn]);
  return releaseMismatch(admin, alert!.id, contextAt(at(60), `admin:${admin}`));
}

const believe = (order: TestOrder, changes: Parameters<typeof aTrade>[1]) =>
  settlePayment(aTrade(order, changes), contextAt(at(2), "alipay"));

test("an alert about a trade that is not the order's at Alipay sends nothing back", async () => {
  const order = await anOrder();
  await buy(order.cashier.payUrl);
  expect(await believe(order, { amountFen: 1 })).toBe("mismatch");
  await expect(release(order)).rejects.toMatchObject({ code: "ORDER_NOT_REFUNDABLE", status: 409 });
  expect(await count("oms_payment_records")).toBe(0);
  expect(await refundsAtAlipay(order.orderSn)).toEqual([]);
});

test("of two orders that were told of one trade, the alert's own gets its money back", async () => {
  const [other, order] = [await anOrder(), await anOrder()];
  const { tradeNo } = await buy(order.cashier.payUrl);
  await believe(other, { tradeNo, merchant: { appId: "9021000000000009", sellerId: "2088000000000001" } });
  await believe(order, { tradeNo, amountFen: 1 });
  expect(await release(order)).toEqual({ status: "SUCCESS" });
  expect(await query("select order_sn, trade_no from oms_refund_records")).toEqual([
    { order_sn: order.orderSn, trade_no: tradeNo },
  ]);
});
