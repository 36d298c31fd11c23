import { describe, expect, test } from "vitest";
import { DAY_MS, after } from "../core/time.ts";
import { newOrderSn } from "../ids.ts";
import { anOrder, aTradeNo, at } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { plantDifference, useSandbox } from "../testing/gateway.ts";
import { alertsRaised, DAY, morning, reconcile } from "../testing/reconciling.ts";
import { aBoughtOrder, expectCoherence } from "../testing/refunds.ts";
import { sortBill } from "./sort-bill.ts";

useSandbox();
useDatabase();

const plant = (what: { kind: "foreign"; outTradeNo: string; amountFen: number; count: number }) =>
  plantDifference({ ...what, billDate: DAY });
const odd = (businessType: string, outTradeNo: string, amountFen: number) =>
  plantDifference({ kind: "odd", businessType, outTradeNo, amountFen, billDate: DAY });
const day = () =>
  query(
    `select status, trade_count, trade_fen::int, refund_count, foreign_count, foreign_fen::int, set_aside from oms_bill_day`,
  );

describe("lines of another application", () => {
  test("are counted and summed, and our one difference is the one alert", async () => {
    const order = await aBoughtOrder();
    await plant({ kind: "foreign", outTradeNo: "SHOP2-", amountFen: 500, count: 490 });
    await plant({ kind: "foreign", outTradeNo: "SHOP3-", amountFen: -200, count: 10 });
    await plantDifference({ kind: "extra", outTradeNo: newOrderSn(at(0)), amountFen: 700, billDate: DAY });
    expect(await reconcile(morning(1))).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
    const ours = { trade_count: 2, trade_fen: order.amountFen + 700, refund_count: 0 };
    const foreign = { foreign_count: 500, foreign_fen: 490 * 500 - 10 * 200 };
    expect(await day()).toEqual([{ status: "RECONCILED", ...ours, ...foreign, set_aside: [] }]);
    expect(await alertsRaised()).toEqual([expect.stringMatching(/^UNBOOKED BILL_DIFFERENCE:TRADE:/)]);
    expect(await count("oms_bill_line")).toBe(2);
    await expectCoherence(morning(1));
  });

  test("are none when an attempt has the number, or a payment the trade, whatever the number looks like", async () => {
    const order = await aBoughtOrder();
    await anOrder();
    await query("update oms_payment_attempts set out_trade_no = 'mall_order_000000007' where out_trade_no <> $1", [
      order.orderSn,
    ]);
    const line = (lineNo: number, outTradeNo: string, tradeNo = aTradeNo()) => ({
      ...({ lineNo, kind: "TRADE", outTradeNo, tradeNo, outRequestNo: "" } as const),
      ...{ amountFen: 1, feeFen: 2, finishTime: at(0), sellerId: "2088" },
    });
    const lines = [
      line(1, "mall_order_000000007"),
      line(2, "X", order.tradeNo),
      line(3, "mall_order_000000008"),
      line(4, newOrderSn(at(0))),
    ];
    const sorted = await sortBill(
      { paymentMethod: "alipay", billDate: DAY },
      {
        lines,
        sellers: [{ sellerId: "2088", setAside: [], receivedFen: 4 }],
      },
    );
    expect(sorted.lines.map(({ lineNo }) => lineNo)).toEqual([1, 2, 4]);
    expect(sorted.sellers).toMatchObject([
      { sellerId: "2088", feeFen: -8, foreignTrades: { count: 1, fen: 1n }, trades: { count: 3 } },
    ]);
  });
});

describe("odd lines", () => {
  test("are set aside and counted, and the day closes", async () => {
    const order = await aBoughtOrder();
    await plantDifference({ kind: "coupon", outTradeNo: order.orderSn, amountFen: 90 });
    await odd("交易分账", order.orderSn, -88);
    await odd("交易分账", order.orderSn, -12);
    await odd("服务费", "", -6);
    await odd("交易", "", 300);
    expect(await reconcile(morning(1))).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
    const set_aside = [
      { word: "交易分账", count: 2, fen: -100 },
      { word: "服务费", count: 1, fen: -6 },
      { word: "交易（没有单号）", count: 1, fen: 300 },
    ];
    expect(await day()).toMatchObject([{ status: "RECONCILED", trade_count: 1, foreign_count: 0, set_aside }]);
    expect(await alertsRaised()).toEqual([]);
    await expectCoherence(morning(1));
  });

  test("are no excuse for a broken file: it is refused, and the alert says why", async () => {
    await aBoughtOrder();
    const amountFen = 100_000_000_000_000;
    await plantDifference({ kind: "extra", outTradeNo: "X", amountFen, billDate: DAY });
    expect(await reconcile(morning(1))).toEqual({ claimed: 1, done: 0, failed: 1, left: 0 });
    expect(await count("oms_bill_line")).toBe(0);
    await reconcile(after(morning(4), DAY_MS));
    expect(await query("select kind, detail from sys_alert where cause like $1", [`%${DAY}`])).toEqual([
      { kind: "BILL_LATE", detail: { billDate: DAY, isHere: false, reason: "账单不可信：金额 1000000000000.00" } },
    ]);
  });
});
