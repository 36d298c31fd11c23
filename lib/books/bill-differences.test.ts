import { beforeEach, describe, expect, test } from "vitest";
import { refundTrade } from "../alipay/gateway.ts";
import { accountSdks } from "../alipay/sdk.ts";
import { after, HOUR_MS, MINUTE_MS } from "../core/time.ts";
import { CommitConflict } from "../db/conflict.ts";
import { newOrderSn } from "../ids.ts";
import { written } from "../testing/written.ts";
import { settleRefunds } from "../refunds/settle-refunds.ts";
import { aTradeNo, at } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { plantDifference, plantFault, useSandbox } from "../testing/gateway.ts";
import { alertsRaised, DAY, morning, reconcile } from "../testing/reconciling.ts";
import { aBoughtOrder, askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { importBill, releaseBillDays, addBillDays, type NewBillLine } from "./parts.ts";

useSandbox();
useDatabase();

/** A number of our shape that is in no table of ours. */
const NOBODYS = newOrderSn(at(0));

describe("differences", () => {
  test("planted in a bill are all found, each told once, and nothing else is", async () => {
    const right = await aBoughtOrder();
    const missing = await aBoughtOrder();
    const wrong = await aBoughtOrder();
    const late = await aBoughtOrder();
    await askBack(missing, at(60));
    await askBack(late, at(60));
    await plantDifference({ kind: "missing", outTradeNo: missing.orderSn });
    await plantDifference({ kind: "wrong-amount", outTradeNo: wrong.orderSn, amountFen: 1 });
    await plantDifference({ kind: "late-refund", outTradeNo: late.orderSn });
    await plantDifference({ kind: "extra", outTradeNo: NOBODYS, amountFen: 500, billDate: DAY });
    expect(await reconcile(morning(1))).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
    const [extra] = await query<{ trade_no: string }>("select trade_no from oms_bill_line where out_trade_no = $1", [
      NOBODYS,
    ]);
    const found = [
      `AMOUNT BILL_DIFFERENCE:TRADE:${wrong.tradeNo}`,
      `UNBOOKED BILL_DIFFERENCE:TRADE:${extra!.trade_no}`,
      `UNLISTED BILL_DIFFERENCE:TRADE:${missing.tradeNo}`,
    ];
    expect(await alertsRaised()).toEqual(found.sort());
    // A refund could still have come on the next day's bill.
    await reconcile(morning(2));
    const [refund] = await refundsOf(missing);
    const all = [...found, `UNLISTED BILL_DIFFERENCE:REFUND:${missing.tradeNo}:${refund!.out_request_no}`].sort();
    expect(await alertsRaised()).toEqual(all);
    await query("update oms_bill_day set status = 'IMPORTED', finish_time = null, next_check_at = $1", [morning(3)]);
    await reconcile(morning(3));
    expect(await alertsRaised()).toEqual(all);
    expect(await query("select status from oms_order where id = $1", [right.orderId])).toEqual([{ status: "PAID" }]);
    await expectCoherence(morning(3));
  });

  test("tell a person what both sides say", async () => {
    const order = await aBoughtOrder();
    await plantDifference({ kind: "wrong-amount", outTradeNo: order.orderSn, amountFen: 1 });
    await reconcile(morning(1));
    const { orderSn, tradeNo } = order;
    const numbers = { tradeNo, outTradeNo: orderSn, outRequestNo: "" };
    expect(await query("select kind, order_sn, detail from sys_alert")).toEqual([
      {
        kind: "BILL_DIFFERENCE",
        order_sn: orderSn,
        detail: { what: "AMOUNT", kind: "TRADE", ...numbers, ourFen: 990, billFen: 1, billDate: DAY },
      },
    ]);
  });

  test("a refund made past us is told", async () => {
    const { tradeNo, orderSn: outTradeNo } = await aBoughtOrder();
    await refundTrade(
      accountSdks()[0],
      { tradeNo, outTradeNo, amountFen: 5, outRequestNo: "console0000000001", reason: "x" },
      at(5),
    );
    await reconcile(morning(1));
    expect(await alertsRaised()).toEqual([`NAMED OUTSIDE_REFUND:${tradeNo}:console0000000001`]);
  });

  test("a refund whose end we do not know yet keeps its day open, and is none once we know", async () => {
    const order = await aBoughtOrder();
    await plantFault({ fault: "http-502-after", method: "alipay.trade.refund" });
    await askBack(order, at(60));
    expect(await refundsOf(order)).toMatchObject([{ status: "SENT" }]);
    expect(await reconcile(morning(1))).toEqual({ claimed: 1, done: 0, failed: 1, left: 0 });
    expect(await settleRefunds(morning(1))).toMatchObject({ done: 1 });
    expect(await reconcile(after(morning(1), 10 * MINUTE_MS))).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
    expect(await alertsRaised()).toEqual([]);
  });

  test("of a payment near midnight wait for the bill of the other day", async () => {
    const order = await aBoughtOrder();
    const other = await aBoughtOrder();
    await plantDifference({ kind: "missing", outTradeNo: order.orderSn });
    await query("update oms_payment_records set payment_time = $1", [after(at(0), 12 * HOUR_MS - 5 * MINUTE_MS)]);
    await reconcile(morning(1));
    expect(await alertsRaised()).toEqual([]);
    // The other day has a bill: somebody else's application sold something.
    await plantDifference({ kind: "foreign", outTradeNo: "B", amountFen: 1, billDate: "2026-03-02", count: 1 });
    await reconcile(morning(2));
    expect(await alertsRaised()).toEqual([`UNLISTED BILL_DIFFERENCE:TRADE:${order.tradeNo}`]);
    expect(await query("select trade_fen::int from oms_bill_day where bill_date = $1", [DAY])).toEqual([
      { trade_fen: other.amountFen },
    ]);
  });
});

describe("a bill made by hand", () => {
  const BILL = { paymentMethod: "alipay", billDate: DAY } as const;
  const SELLER = "2088000000000001";
  const line = (lineNo: number, changes: Partial<NewBillLine> = {}): NewBillLine => ({
    lineNo,
    kind: "TRADE",
    tradeNo: aTradeNo(),
    outTradeNo: NOBODYS,
    outRequestNo: "",
    amountFen: 990,
    feeFen: 0,
    finishTime: at(0),
    sellerId: SELLER,
    ...changes,
  });
  const bringIn = (lines: NewBillLine[]) =>
    written((commit) => importBill(commit, BILL, { lines, sellers: [sellerOf(lines)] }, morning(1)));
  const sellerOf = (lines: NewBillLine[]) => {
    const nothing = { count: 0, fen: 0n };
    const fen = lines.reduce((sum, { amountFen }) => sum + BigInt(amountFen), 0n);
    const trades = { count: lines.length, fen };
    const beside = { refunds: nothing, foreignTrades: nothing, foreignRefunds: nothing, setAside: [] };
    return { sellerId: SELLER, trades, ...beside, receivedFen: Number(fen), feeFen: 0 };
  };

  let order: Awaited<ReturnType<typeof aBoughtOrder>>;
  beforeEach(async () => {
    order = await aBoughtOrder();
    await written((commit) => addBillDays(commit, "alipay", DAY, morning(1)));
  });

  test("comes in once: the second finds everything taken and changes nothing", async () => {
    const lines = [line(1, { tradeNo: order.tradeNo, outTradeNo: order.orderSn })];
    await bringIn(lines);
    await expect(bringIn(lines)).rejects.toThrow(CommitConflict);
    expect(await count("oms_bill_line")).toBe(1);
    await expect(query("delete from oms_bill_line")).rejects.toThrow("append-only");
  });

  test("that a slower worker finds empty, or not ready, changes nothing that is here", async () => {
    await bringIn([line(1)]);
    const before = await query("select * from oms_bill_day");
    await expect(bringIn([])).rejects.toThrow(CommitConflict);
    const late = { row: { ...BILL, checkCount: 0 }, nextAt: morning(2), isTry: true };
    await written((commit) => releaseBillDays(commit, morning(1.5), [late]));
    expect(await query("select * from oms_bill_day")).toEqual(before);
  });

  test("that repeats a trade is told, and one with another order number too", async () => {
    const same = { tradeNo: order.tradeNo, outTradeNo: order.orderSn };
    const other = await aBoughtOrder();
    const swapped = line(3, { tradeNo: other.tradeNo, outTradeNo: order.orderSn });
    await bringIn([line(1, same), line(2, same), swapped]);
    await reconcile(morning(1));
    expect(await alertsRaised()).toEqual(
      [`AMOUNT BILL_DIFFERENCE:TRADE:${other.tradeNo}`, `TWICE BILL_DIFFERENCE:TRADE:${order.tradeNo}:${DAY}#2`].sort(),
    );
  });

  test("leaves a purse of large sums whole", async () => {
    await bringIn([line(1, { amountFen: 9_999_999_999_999 })]);
    await reconcile(morning(1));
    expect(
      await query("select detail -> 'billFen' as fen from sys_alert where detail ->> 'what' = 'UNBOOKED'"),
    ).toEqual([{ fen: 9_999_999_999_999 }]);
  });
});
