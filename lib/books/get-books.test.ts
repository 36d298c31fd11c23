import { expect, test } from "vitest";
import { bookEndpoints } from "../contracts/books.ts";
import { Budget } from "../core/batch.ts";
import { after, DAY_MS, HOUR_MS } from "../core/time.ts";
import { aPaidOrder, anOrder, at } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { plantDifference, plantFault, useSandbox } from "../testing/gateway.ts";
import { alertsRaised, DAY, morning, noon, reconcile } from "../testing/reconciling.ts";
import { aBoughtOrder, askBack } from "../testing/refunds.ts";
import { getBooks } from "./get-books.ts";
import { getToday } from "./get-today.ts";
import { invariantsAt } from "./invariants.ts";

useSandbox();
useDatabase();

test("the books say which invariants hold, and how far each bill is", async () => {
  await askBack(await aBoughtOrder(), at(60));
  await reconcile(morning(1));
  const bill = "alipay.data.dataservice.bill.downloadurl.query";
  await plantFault({ fault: "business-error", subCode: "BILL_NOT_EXIST", method: bill });
  await reconcile(morning(2));
  await query("update ums_credit_balance set total = total + 1");
  const { invariants, bills } = await getBooks(morning(2));
  expect(invariants.map(({ id }) => id)).toEqual(invariantsAt(morning(2)).map(({ id }) => id));
  expect(invariants.filter(({ offending }) => offending !== 0).map(({ id }) => id)).toEqual(["C01", "C03"]);
  const nothingElse = { isQuiet: false, foreignCount: 0, foreignAmount: 0, setAside: [] };
  const none = { tradeCount: null, tradeAmount: null, refundCount: null, refundAmount: null };
  const sums = { tradeCount: 1, tradeAmount: 9.9, refundCount: 1, refundAmount: 9.9 };
  expect(bills).toEqual([
    {
      day: "2026-03-02",
      status: "WAITING",
      ...none,
      ...nothingElse,
      nextCheckTime: after(morning(2), HOUR_MS).toISOString(),
    },
    { day: "2026-03-01", status: "RECONCILED", ...sums, ...nothingElse, nextCheckTime: null },
  ]);
  expect(await alertsRaised()).toEqual([]);
});

test("the books say which invariants they had no time to check", async () => {
  const { invariants } = await getBooks(morning(1), new Budget(0));
  expect(invariants.map(({ id }) => id)).toEqual(invariantsAt(morning(1)).map(({ id }) => id));
  expect(invariants.filter(({ offending }) => offending !== null)).toEqual([]);
});

test("the books say what a bill holds beside our own, and which day had none", async () => {
  await aBoughtOrder();
  const day = { billDate: DAY, outTradeNo: "SHOP2-" };
  await plantDifference({ kind: "foreign", ...day, amountFen: 500, count: 2 });
  await plantDifference({ kind: "foreign", ...day, amountFen: -1500, count: 1 });
  await plantDifference({ kind: "odd", ...day, amountFen: -88, businessType: "交易分账" });
  await reconcile(noon(2));
  const { bills } = await getBooks(noon(2));
  expect(
    bookEndpoints["GET /api/admin/books"].answer.safeParse({
      invariants: [],
      bills,
      foreignNotices: { count: 0, amount: 0 },
    }).success,
  ).toBe(true);
  expect(bills).toMatchObject([
    { day: "2026-03-02", status: "RECONCILED", isQuiet: true, tradeCount: 0, setAside: [] },
    {
      ...{ day: DAY, isQuiet: false, tradeCount: 1, foreignCount: 3, foreignAmount: -5 },
      setAside: [{ word: "交易分账", count: 1, amount: -0.88 }],
    },
  ]);
});

test("today is what happened since midnight in Beijing, and what waits whenever it began", async () => {
  await askBack(await aBoughtOrder(), at(60));
  const tomorrow = after(at(0), DAY_MS);
  await aPaidOrder({ now: tomorrow });
  await anOrder({ now: tomorrow });
  await query("insert into sys_alert (kind, cause, create_time) values ('BILL_LATE', 'k', $1)", [at(0)]);
  const waiting = { openAlerts: 1, refundsToReview: 0, deliveriesToMake: 0 };
  expect(await getToday(tomorrow)).toEqual({
    day: "2026-03-02",
    ordersMade: 2,
    paymentCount: 1,
    paidAmount: 9.9,
    refundCount: 0,
    refundedAmount: 0,
    ...waiting,
  });
  expect(await getToday(at(120))).toMatchObject({
    day: "2026-03-01",
    ordersMade: 3,
    refundCount: 1,
    refundedAmount: 9.9,
  });
  await query("update oms_order set delivery_status = 'FAILED' where delivery_status = 'DELIVERED'");
  // Of the two that were not made, the one whose order is refunded never will be.
  await query("update oms_refund_records set status = 'REVIEWING', finish_time = null");
  await query("update sys_alert set resolved_time = now()");
  const turned = { openAlerts: 0, refundsToReview: 1, deliveriesToMake: 1, refundCount: 0 };
  expect(await getToday(tomorrow)).toMatchObject(turned);
});
