import { describe, expect, test } from "vitest";
import {
  askableNumbers,
  bookingOf,
  goneMoneyOf,
  judgeGoneMoney,
  type GoneMoney,
  type KnownRefund,
} from "./outside-rules.ts";
import { aTrade } from "../testing/builders.ts";

const refund = (changes: Partial<KnownRefund>): KnownRefund => ({
  ...{ id: 1n, kind: "ORDER", status: "SUCCESS", outRequestNo: "ours", amountFen: 495, sendCount: 1 },
  ...changes,
});
const told = (changes: Partial<GoneMoney>): GoneMoney => ({
  ...{ requestNo: "theirs", totalFen: 200, amountFen: null, source: "NOTIFY" },
  ...changes,
});
const seen = (outRequestNo: string, amountFen: number) =>
  refund({ id: 2n, kind: "OUTSIDE", status: "REVIEWING", outRequestNo, amountFen });

describe("money that went back", () => {
  test.each([
    ["by a number of ours, all of it", [refund({})], told({ requestNo: "ours", totalFen: 495 }), null],
    [
      "by a refund of ours without an answer",
      [refund({ status: "SENT" })],
      told({ requestNo: null, totalFen: 495 }),
      null,
    ],
    [
      "by a number of ours, more than that",
      [refund({})],
      told({ requestNo: "ours", totalFen: 595 }),
      ["unnamed-T-595", 100],
    ],
    ["by a trade that is closed", [], told({ requestNo: null, totalFen: "ALL" }), ["unnamed-T-990", 990]],
    [
      "by a trade that our own refund closed",
      [refund({ amountFen: 990 })],
      told({ requestNo: null, totalFen: "ALL" }),
      null,
    ],
    ["by another number", [], told({}), ["theirs", 200]],
    ["by another number, after ours", [refund({})], told({ totalFen: 695 }), ["theirs", 200]],
    ["by another number that is known", [seen("theirs", 200)], told({}), null],
    ["by another number, told before what is known", [refund({})], told({ totalFen: 200 }), ["theirs", 200]],
    ["by another number, though ours took all", [refund({ amountFen: 990 })], told({ totalFen: 990 }), null],
    ["by another number on the bill", [refund({})], told({ totalFen: null, amountFen: 300 }), ["theirs", 300]],
    [
      "by a number of ours that was given up",
      [refund({ status: "REFUSED" })],
      told({ requestNo: "ours", totalFen: 495 }),
      ["late-ours", 495],
    ],
  ] as [string, KnownRefund[], GoneMoney, [string, number] | null][])("%s", (_, refunds, gone, outside) => {
    const judged = judgeGoneMoney({ paidFen: 990, tradeNo: "T", refunds }, gone);
    const [requestNo, amountFen] = outside ?? [];
    expect(judged).toEqual(outside ? { verdict: "outside", requestNo, amountFen } : { verdict: "explained" });
  });

  test("by a number that was missing names what was seen without one", () => {
    const unnamed = seen("unnamed-T-200", 200);
    const judged = judgeGoneMoney({ paidFen: 990, tradeNo: "T", refunds: [unnamed] }, told({}));
    expect(judged).toEqual({ verdict: "named", refund: unnamed, requestNo: "theirs" });
  });

  test("is read from what a trade says", () => {
    const trade = aTrade({ orderSn: "o", amountFen: 990 });
    expect(goneMoneyOf(trade)).toBe(null);
    expect(goneMoneyOf({ ...trade, state: "CLOSED" })).toMatchObject({ totalFen: "ALL", requestNo: null });
    expect(goneMoneyOf({ ...trade, back: { totalFen: 5, requestNo: "n" } })).toMatchObject({
      totalFen: 5,
      requestNo: "n",
    });
  });

  test("is asked about by the numbers that Alipay may know", () => {
    const asked = (outRequestNo: string) => askableNumbers({ outRequestNo, tradeNo: "T", outTradeNo: "o" });
    expect(asked("n")).toEqual(["n"]);
    expect(asked("T")).toEqual(["T", "o"]);
    expect(asked("late-r1")).toEqual(["r1"]);
    expect(asked("unnamed-T-5")).toEqual([]);
  });
});

describe("booking", () => {
  const row = (changes: object) => ({ ...seen("n", 300), isHolder: true, quote: { amountFen: 900 }, ...changes });
  const own = (changes: object) => ({
    ...refund({ status: "SENT", amountFen: 500 }),
    isHolder: true,
    quote: { amountFen: 500 },
    ...changes,
  });
  const payment = { paymentKind: "EFFECTIVE", status: "REFUNDING", paidFen: 990 } as const;
  const waits = row({ isHolder: false });

  test.each([
    ["all of the money", [row({})], row({}), 990, { orderTo: "REFUNDED", goods: "all" }],
    ["as much as the goods are worth", [row({})], row({}), 900, { orderTo: "REFUNDED", goods: "all" }],
    ["a part", [row({})], row({}), 300, { orderTo: "PAID", goods: "part" }],
    [
      "a part, beside one of ours that may still move",
      [own({}), waits],
      waits,
      300,
      { orderTo: "REFUNDING", goods: "held", ends: null },
    ],
    [
      "a part, beside one of ours that cannot any more",
      [own({}), waits],
      waits,
      600,
      { orderTo: "REFUNDED", goods: "all", ends: own({}) },
    ],
    [
      "a part, beside one of ours that was not sent",
      [own({ status: "REVIEWING", sendCount: 0 }), waits],
      waits,
      300,
      { orderTo: "PAID", goods: "part" },
    ],
    [
      "a part, while another waits",
      [row({}), row({ id: 3n, isHolder: false })],
      row({}),
      300,
      { orderTo: "REFUNDING", goods: "held" },
    ],
  ] as const)("%s", (_, refunds, booked, amountFen, what) => {
    expect(bookingOf({ ...payment, refunds }, booked, amountFen)).toMatchObject(what);
  });
});
