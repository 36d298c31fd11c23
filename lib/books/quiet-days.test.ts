import { describe, expect, test } from "vitest";
import { after, HOUR_MS } from "../core/time.ts";
import { queryPendingPayments } from "../payments/query-pending-payments.ts";
import { anOrder, at } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { buy, plantDifference, plantFault, setAlipayClock, useSandbox } from "../testing/gateway.ts";
import { alertsRaised, DAY, morning, noon, reconcile } from "../testing/reconciling.ts";
import { aBoughtOrder, expectCoherence } from "../testing/refunds.ts";
import { checkInvariants } from "./check-invariants.ts";
import { claimBillDays } from "./store.ts";

// The local Alipay answers isp.bill_not_exist for a day without trades, as the real one does.
useSandbox();
useDatabase();

const BILL = "alipay.data.dataservice.bill.downloadurl.query";
const statusOf = async (day: string) =>
  (await query<{ status: string }>("select status from oms_bill_day where bill_date = $1", [day]))[0]?.status;

describe("a day on which nothing happened", () => {
  test("is closed at noon of the next day, and nobody hears of it", async () => {
    await anOrder();
    expect(await reconcile(after(noon(5), -1))).toEqual({ claimed: 5, done: 4, failed: 1, left: 0 });
    expect(await reconcile(after(noon(5), HOUR_MS))).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
    const empty = { trade_count: 0, trade_fen: 0, refund_count: 0, foreign_count: 0, import_time: null };
    expect(
      await query(
        "select trade_count, trade_fen::int, refund_count, foreign_count, import_time from oms_bill_day order by bill_date",
      ),
    ).toEqual(Array(5).fill(empty));
    expect(await reconcile(noon(6))).toMatchObject({ claimed: 1 });
    expect(await alertsRaised()).toEqual([]);
    expect(
      (await checkInvariants(noon(6))).filter(({ id, offending }) => id.startsWith("B") && offending !== 0),
    ).toEqual([]);
  });

  test("is none when something of ours is booked on it: it waits, and a person is told why", async () => {
    const { orderSn } = await aBoughtOrder();
    await plantDifference({ kind: "missing", outTradeNo: orderSn });
    expect(await reconcile(noon(1))).toEqual({ claimed: 1, done: 0, failed: 1, left: 0 });
    expect(await reconcile(noon(3))).toEqual({ claimed: 3, done: 2, failed: 1, left: 0 });
    expect(await alertsRaised()).toEqual([]);
    await reconcile(noon(4));
    expect(await alertsRaised()).toEqual([`BILL_LATE:alipay:${DAY}`]);
    const detail = { billDate: DAY, isHere: false, reason: "没有这一天的账单，而账上这一天有收支" };
    expect(await query("select detail from sys_alert")).toEqual([{ detail }]);
    await plantDifference({ kind: "foreign", outTradeNo: "B", amountFen: 1, billDate: DAY, count: 1 });
    await reconcile(after(noon(4), HOUR_MS));
    expect(await statusOf(DAY)).toBe("RECONCILED");
    expect(await count("sys_alert", "detail ->> 'what' = 'UNLISTED'")).toBe(1);
  });

  test("is looked at again when something of ours is booked on it later", async () => {
    const order = await anOrder();
    await buy(order.cashier.payUrl);
    await plantFault({ fault: "business-error", subCode: "isp.bill_not_exist", method: BILL });
    expect(await reconcile(noon(1))).toMatchObject({ done: 1 });
    await queryPendingPayments(noon(1));
    expect(await reconcile(after(noon(1), HOUR_MS))).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
    expect(await query("select trade_count, import_time from oms_bill_day")).toEqual([
      { trade_count: 1, import_time: after(noon(1), HOUR_MS) },
    ]);
    expect(await alertsRaised()).toEqual([]);
    await expectCoherence(after(noon(1), HOUR_MS));
  });
});

describe("seventy-five old days", () => {
  const oldDays = () =>
    query(
      `insert into oms_bill_day (bill_date, next_check_at, create_time)
        select day, (day + interval '33 hours') at time zone 'Asia/Shanghai', $1
        from generate_series($2::timestamp - interval '75 days', $2::timestamp - interval '1 day', interval '1 day') as day`,
      [at(0), DAY],
    );

  test("without a bill and without money are closed in one run, and the newest is compared in it", async () => {
    const order = await anOrder();
    await buy(order.cashier.payUrl);
    await oldDays();
    expect(await reconcile(morning(1))).toEqual({ claimed: 76, done: 76, failed: 0, left: 0 });
    expect(await query("select status from oms_order")).toEqual([{ status: "PAID" }]);
    expect(await alertsRaised()).toEqual([]);
  });

  test("whose bill never comes are all looked at, and the newest is compared in the same run", async () => {
    await aBoughtOrder();
    await oldDays();
    await query(`insert into oms_payment_records (order_id, order_sn, out_trade_no, trade_no, kind, payment_amount_fen, payment_time, app_id, source)
      select p.order_id, p.order_sn, p.out_trade_no, 'T' || d.bill_date, 'UNWANTED', 990, (d.bill_date + interval '12 hours') at time zone 'Asia/Shanghai', 'a', 'QUERY'
      from oms_bill_day d, oms_payment_records p`);
    for (const hours of [0, 1]) {
      const now = after(morning(1), hours * HOUR_MS);
      expect(await reconcile(now)).toEqual({ claimed: 76 - hours, done: 1 - hours, failed: 75, left: 0 });
      expect(await statusOf(DAY)).toBe("RECONCILED");
      expect(await count("oms_bill_day", `check_count <> ${hours + 1}`)).toBe(hours);
    }
    expect(await alertsRaised()).toEqual([]);
  });

  test("give way to a day that was looked at less, also where each run has time for two alone", async () => {
    await aBoughtOrder();
    await oldDays();
    await query("update oms_bill_day set check_count = 40");
    await query("insert into oms_bill_day (bill_date, next_check_at) values ($1, $2)", [DAY, morning(1)]);
    await setAlipayClock(morning(1));
    const claim = (limit: number) => claimBillDays(morning(1), morning(2), limit);
    const days = async (limit: number) => (await claim(limit)).map(({ billDate }) => billDate).sort();
    expect(await days(2)).toEqual(["2026-02-28", DAY]);
    // A worker died with both; its looks count.
    expect(await query("select check_count from oms_bill_day where check_count <> 40 order by bill_date")).toEqual([
      { check_count: 41 },
      { check_count: 1 },
    ]);
    await query("update oms_bill_day set next_check_at = $1", [morning(1)]);
    expect(await days(2)).toEqual(["2026-02-27", DAY]);
    expect(await days(100)).toHaveLength(74);
  });
});
