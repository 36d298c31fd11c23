import { expect, test } from "vitest";
import { REFUND_WINDOW_MS } from "../core/deadlines.ts";
import { anOrder, aPaidOrder, at } from "../testing/builders.ts";
import { beside, count, query, useDatabase } from "../testing/database.ts";
import { completeOrders } from "./complete-orders.ts";

useDatabase();

const QUIET = { claimed: 0, done: 0, failed: 0, left: 0 };
/** Paid a minute after the beginning; the refund window ends here. */
const windowEnd = new Date(at(1).getTime() + REFUND_WINDOW_MS);
const justAfter = new Date(windowEnd.getTime() + 1);

test("a delivered order completes once its refund window is over, and not a millisecond before", async () => {
  await aPaidOrder();
  expect(await completeOrders(windowEnd)).toEqual(QUIET);
  expect(await completeOrders(justAfter)).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
  expect(await query("select status, complete_time from oms_order")).toEqual([
    { status: "COMPLETED", complete_time: justAfter },
  ]);
  expect(await query("select type, from_status, to_status, actor from oms_order_event order by id offset 2")).toEqual([
    { type: "COMPLETED", from_status: "PAID", to_status: "COMPLETED", actor: "cron" },
  ]);
  expect(await completeOrders(justAfter)).toEqual(QUIET);
});

test("what is unpaid, undelivered or being refunded does not complete", async () => {
  await anOrder();
  const undelivered = await aPaidOrder();
  await query("update oms_order set delivery_status = 'FAILED' where id = $1", [undelivered.orderId]);
  const refunding = await aPaidOrder();
  await query("update oms_order set status = 'REFUNDING' where id = $1", [refunding.orderId]);
  expect(await completeOrders(justAfter)).toEqual(QUIET);
});

test("runs at once complete each order once", async () => {
  for (let i = 0; i < 10; i += 1) await aPaidOrder();
  const reports = await Promise.all(Array.from({ length: 5 }, () => completeOrders(justAfter)));
  expect(reports.reduce((sum, { done }) => sum + done, 0)).toBe(10);
  expect(await count("oms_order_event", "type = 'COMPLETED'")).toBe(10);
});

test("what another session holds is passed over, not waited for", async () => {
  const [first] = [await aPaidOrder(), await aPaidOrder()];
  const held = `select from oms_order where id = ${first.orderId} for update`;
  expect(await beside(held, () => completeOrders(justAfter))).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
});
