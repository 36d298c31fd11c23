import { expect, test } from "vitest";
import { aPaidOrder, anOrder, at, aTrade, contextAt } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { settlePayment } from "../payments/settle-payment.ts";

useDatabase();

const record = async () =>
  (await query("select delivery_status, delivered_time, next_retry_at from oms_delivery_records"))[0];

test("the record of a delivery has the state of its order, whoever changes that", async () => {
  await aPaidOrder();
  expect(await record()).toEqual({ delivery_status: "DELIVERED", delivered_time: at(1), next_retry_at: null });
  await query("update oms_order set delivery_status = 'FAILED'");
  expect(await record()).toEqual({ delivery_status: "FAILED", delivered_time: null, next_retry_at: null });
  await query("update oms_delivery_records set next_retry_at = now()");
  await query("update oms_order set delivery_status = 'DELIVERED'");
  expect(await record()).toEqual({ delivery_status: "DELIVERED", delivered_time: at(1), next_retry_at: null });
});

test("a settled payment writes its record once, with the right state", async () => {
  const order = await anOrder();
  await query(
    "create trigger once before update on oms_delivery_records for each row execute function refuse_change()",
  );
  try {
    expect(await settlePayment(aTrade(order), contextAt(at(1), "alipay"))).toBe("settle");
    // Positive control: a second write is noticed.
    await expect(query("update oms_order set delivery_status = 'FAILED'")).rejects.toThrow("append-only");
  } finally {
    await query("drop trigger once on oms_delivery_records");
  }
});
