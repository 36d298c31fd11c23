import pg from "pg";
import { beforeEach, describe, expect, test } from "vitest";
import { refundTrade } from "../alipay/gateway.ts";
import { accountSdks } from "../alipay/sdk.ts";
import { after, DAY_MS, HOUR_MS, MINUTE_MS } from "../core/time.ts";
import { CommitConflict } from "../db/conflict.ts";
import { written } from "../testing/written.ts";
import { env } from "../env.ts";
import { anOrder, at } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { buy, plantDifference, plantFault, setAlipayClock, useSandbox } from "../testing/gateway.ts";
import { alertsRaised, DAY, morning, noon, reconcile } from "../testing/reconciling.ts";
import { aBoughtOrder, askBack, expectCoherence } from "../testing/refunds.ts";
import { finishBillDay, addBillDays } from "./parts.ts";
import { reconcileBills } from "./reconcile-bills.ts";

useSandbox();
useDatabase();

const BILL = "alipay.data.dataservice.bill.downloadurl.query";
const QUERY = "alipay.trade.query";

const day = async (date = DAY) =>
  (
    await query<{ status: string; next_check_at: Date }>(
      `select status, trade_count, trade_fen::int, refund_count, refund_fen::int, next_check_at from oms_bill_day where bill_date = $1`,
      [date],
    )
  )[0];
const days = () => query("select bill_date::text as day, status from oms_bill_day order by bill_date");

describe("a bill that says what our books say", () => {
  test("closes its day, and no person hears of it", async () => {
    const first = await aBoughtOrder();
    const second = await aBoughtOrder();
    await askBack(second, at(60));
    expect(await reconcile(morning(1))).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
    const sums = { trade_count: 2, trade_fen: first.amountFen + second.amountFen, refund_count: 1, refund_fen: 990 };
    expect(await day()).toEqual({ status: "RECONCILED", ...sums, next_check_at: null });
    expect(await count("oms_bill_line")).toBe(3);
    expect(await alertsRaised()).toEqual([]);
    expect(await reconcile(morning(1))).toEqual({ claimed: 0, done: 0, failed: 0, left: 0 });
    await expectCoherence(morning(1));
  });

  test("may be empty, and the days run from the first attempt to yesterday", async () => {
    await anOrder();
    expect(await reconcile(noon(3))).toEqual({ claimed: 3, done: 3, failed: 0, left: 0 });
    expect(await days()).toEqual(
      ["2026-03-01", "2026-03-02", "2026-03-03"].map((each) => ({ day: each, status: "RECONCILED" })),
    );
  });

  test("is not asked for before anybody tried to pay", async () => {
    expect(await reconcile(morning(3))).toEqual({ claimed: 0, done: 0, failed: 0, left: 0 });
  });

  test("may have a refund on the day after", async () => {
    const order = await aBoughtOrder();
    await askBack(order, at(60));
    await plantDifference({ kind: "late-refund", outTradeNo: order.orderSn });
    await reconcile(morning(1));
    expect(await day()).toMatchObject({ trade_count: 1, refund_count: 0 });
    await reconcile(morning(2));
    expect(await day("2026-03-02")).toMatchObject({ trade_count: 0, refund_count: 1 });
    await reconcile(morning(3));
    expect(await alertsRaised()).toEqual([]);
    await expectCoherence(morning(3));
  });
});

test("a day is closed once, by whoever comes first", async () => {
  await aBoughtOrder();
  await reconcile(morning(1));
  const closed = () => query("select finish_time from oms_bill_day");
  expect(await closed()).toEqual([{ finish_time: morning(1) }]);
  await expect(
    written((commit) => finishBillDay(commit, { paymentMethod: "alipay", billDate: DAY }, morning(2))),
  ).rejects.toThrow(CommitConflict);
  expect(await closed()).toEqual([{ finish_time: morning(1) }]);
});

describe("a payment that we never heard of", () => {
  test("is settled by Alipay's own word, and nobody has to look", async () => {
    const order = await anOrder();
    const { tradeNo } = await buy(order.cashier.payUrl);
    expect(await reconcile(morning(1))).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
    expect(await query("select status, delivery_status from oms_order")).toEqual([
      { status: "PAID", delivery_status: "DELIVERED" },
    ]);
    expect(await query("select trade_no, source, payment_time from oms_payment_records")).toEqual([
      { trade_no: tradeNo, source: "BILL", payment_time: at(0) },
    ]);
    const [evidence] = await query<{ key: string; content: string }>(
      "select evidence_key as key, content from oms_payment_evidence where source = 'BILL'",
    );
    expect(evidence!.key).toBe(`bill:${tradeNo}`);
    expect(JSON.parse(evidence!.content)).toMatchObject({ trade_status: "TRADE_SUCCESS", trade_no: tradeNo });
    expect(await alertsRaised()).toEqual([]);
    await expectCoherence(morning(1));
  });

  test.each(["http-502", "stale-query"])("keeps its day open while Alipay does not confirm it (%s)", async (fault) => {
    const order = await anOrder();
    await buy(order.cashier.payUrl);
    await plantFault({ fault, method: QUERY });
    expect(await reconcile(morning(1))).toEqual({ claimed: 1, done: 0, failed: 1, left: 0 });
    expect(await day()).toMatchObject({ status: "IMPORTED", trade_count: 1 });
    expect(await alertsRaised()).toEqual([]);
    expect(await reconcile(after(morning(1), 10 * MINUTE_MS))).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
    expect(await query("select status from oms_order")).toEqual([{ status: "PAID" }]);
    expect(await count("oms_bill_line")).toBe(1);
  });

  test("and that went back meanwhile buys nothing, and its refund is for a person to book", async () => {
    const order = await anOrder();
    const { tradeNo } = await buy(order.cashier.payUrl);
    const { orderSn: outTradeNo, amountFen } = order;
    await refundTrade(
      accountSdks()[0],
      { tradeNo, outTradeNo, amountFen, outRequestNo: "console0000000001", reason: "x" },
      at(5),
    );
    await reconcile(morning(1));
    expect(await query("select status from oms_order")).toEqual([{ status: "PENDING" }]);
    expect(await alertsRaised()).toEqual([
      `NAMED OUTSIDE_REFUND:${tradeNo}:console0000000001`,
      `STRAY_PAYMENT:${tradeNo}`,
    ]);
    expect(await query("select kind from oms_payment_records")).toEqual([{ kind: "UNWANTED" }]);
  });
});

describe("a bill that does not come", () => {
  beforeEach(() => aBoughtOrder());

  test("is not asked for before 09:00, and an hour later again when it is not ready", async () => {
    expect(await reconcile(after(morning(1), -HOUR_MS))).toEqual({ claimed: 0, done: 0, failed: 0, left: 0 });
    await plantFault({ fault: "business-error", subCode: "BILL_NOT_EXIST", method: BILL });
    expect(await reconcile(morning(1))).toEqual({ claimed: 1, done: 0, failed: 1, left: 0 });
    expect(await day()).toMatchObject({ status: "WAITING", next_check_at: after(morning(1), HOUR_MS) });
    expect(await reconcile(after(morning(1), HOUR_MS - 1))).toMatchObject({ claimed: 0 });
    expect(await reconcile(after(morning(1), HOUR_MS))).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
    expect(await alertsRaised()).toEqual([]);
  });

  test("is asked for at growing intervals, and told to a person after three days, once", async () => {
    await plantFault({ fault: "unknown-error", method: BILL, times: 0 });
    let now = morning(1);
    const pauses: number[] = [];
    for (let look = 0; look < 8; look += 1) {
      expect(await reconcileBills(now)).toEqual({ claimed: 1, done: 0, failed: 1, left: 0 });
      const next = (await day())!.next_check_at;
      pauses.push((next.getTime() - now.getTime()) / MINUTE_MS);
      now = next;
    }
    expect(pauses).toEqual([10, 20, 40, 80, 160, 320, 360, 360]);
    expect(await alertsRaised()).toEqual([]);
    await reconcileBills(morning(4));
    await reconcileBills(after(morning(4), DAY_MS));
    expect((await alertsRaised()).filter((key) => key.includes(DAY))).toEqual([`BILL_LATE:alipay:${DAY}`]);
  });

  test("holds up no other day", async () => {
    await plantFault({ fault: "missing-signature", method: BILL });
    expect(await reconcile(noon(3))).toEqual({ claimed: 3, done: 2, failed: 1, left: 0 });
    expect(await count("oms_bill_day", "status = 'WAITING'")).toBe(1);
    expect(await reconcile(after(noon(3), 10 * MINUTE_MS))).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
    await expectCoherence(noon(3));
  });
});

describe("many at once", () => {
  beforeEach(async () => void (await buy((await anOrder()).cashier.payUrl)));

  test("eight runs share the days; each is brought in once", async () => {
    await setAlipayClock(noon(25));
    const reports = await Promise.all(Array.from({ length: 8 }, () => reconcileBills(noon(25))));
    expect(reports.reduce((sum, { claimed }) => sum + claimed, 0)).toBe(25);
    expect(reports.reduce((sum, { done }) => sum + done, 0)).toBe(25);
    expect(await count("oms_bill_day", "status = 'RECONCILED'")).toBe(25);
    expect([await count("oms_bill_line"), await count("oms_payment_records")]).toEqual([1, 1]);
    await expectCoherence(noon(25));
  });

  test("a day that another is just claiming is left to it, without waiting", async () => {
    await written((commit) => addBillDays(commit, "alipay", "2026-03-03", noon(3)));
    const rival = new pg.Client({ connectionString: env().databaseUrl });
    await rival.connect();
    try {
      await rival.query(`begin; select 1 from oms_bill_day where bill_date = '${DAY}' for update`);
      expect(await reconcile(noon(3))).toEqual({ claimed: 2, done: 2, failed: 0, left: 0 });
      await rival.query("rollback");
    } finally {
      await rival.end();
    }
    expect(await reconcile(noon(3))).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
  });
});
