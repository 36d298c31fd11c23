import { describe, expect, test } from "vitest";
import { ORDER_STATUSES } from "../core/states.ts";
import { after, HOUR_MS, MINUTE_MS } from "../core/time.ts";
import type { TradeFact } from "../core/trade.ts";
import {
  askable,
  finalCheckAt,
  judgeTrade,
  nextCheckAt,
  outTradeNoOf,
  paymentTimeOf,
  subjectOf,
  type PaymentCase,
} from "./rules.ts";

const now = new Date("2026-03-01T04:00:00.000Z");

const known: PaymentCase = {
  order: { status: "PENDING" },
  memberIsActive: true,
  attempt: { paymentMethod: "alipay", appId: "9021000000000001", sellerId: "2088000000000001", amountFen: 990 },
  payments: [],
};

const paid: TradeFact = {
  paymentMethod: "alipay",
  outTradeNo: "20260301120000000abcdefghjkmnpqrs",
  tradeNo: "2026030122001400002000000001",
  state: "PAID",
  amountFen: 990,
  paidAt: now,
  merchant: { appId: "9021000000000001", sellerId: "2088000000000001" },
  isRefund: false,
  source: "NOTIFY",
  evidenceKey: "notify:1",
  content: "",
};

const effective = { tradeNo: paid.tradeNo, kind: "EFFECTIVE" };
const other = { tradeNo: "2026030122001400002000000002", kind: "EFFECTIVE" };

describe("judging a trade", () => {
  type Row = readonly [string, Partial<PaymentCase>, Partial<TradeFact>, object];
  const mismatch = (what: string) => ({ verdict: "mismatch", what });
  const rows: Row[] = [
    ["the money of an unpaid order settles it", {}, {}, { verdict: "settle", late: false }],
    [
      "a query answer names no merchant, because our keys signed the question",
      {},
      { merchant: { appId: "9021000000000001", sellerId: null } },
      { verdict: "settle", late: false },
    ],
    [
      "money after closing is honoured as late",
      { order: { status: "CANCELLED" } },
      {},
      { verdict: "settle", late: true },
    ],
    ["one fen less", {}, { amountFen: 989 }, mismatch("amount")],
    ["one fen more", {}, { amountFen: 991 }, mismatch("amount")],
    ["an unreadable amount", {}, { amountFen: null }, mismatch("amount")],
    ["another channel", {}, { paymentMethod: "paper" as "alipay" }, mismatch("channel")],
    ["another app", {}, { merchant: { appId: "2021000000000001", sellerId: "2088000000000001" } }, mismatch("app")],
    ["no app", {}, { merchant: { appId: "", sellerId: "2088000000000001" } }, mismatch("app")],
    [
      "another seller",
      {},
      { merchant: { appId: "9021000000000001", sellerId: "2088000000000002" } },
      mismatch("seller"),
    ],
    ["no seller", {}, { merchant: { appId: "9021000000000001", sellerId: "" } }, mismatch("seller")],
    ["a wrong amount beats everything that is right", { payments: [effective] }, { amountFen: 1 }, mismatch("amount")],
    ["news of a refund is no payment", {}, { isRefund: true }, { verdict: "refund" }],
    [
      "news of a refund of a paid order is no second payment",
      { order: { status: "PAID" }, payments: [effective] },
      { isRefund: true },
      { verdict: "refund" },
    ],
    ["a trade that waits", {}, { state: "WAITING" }, { verdict: "unpaid" }],
    ["a trade that closed", {}, { state: "CLOSED" }, { verdict: "unpaid" }],
    [
      "a trade that closed, says its answer, after it was paid",
      {},
      { state: "CLOSED", source: "QUERY" },
      { verdict: "stray", kind: "UNWANTED" },
    ],
    ["a trade that closed unpaid", {}, { state: "CLOSED", source: "QUERY", paidAt: null }, { verdict: "unpaid" }],
    ["a status that does not exist yet", {}, { state: "UNKNOWN" }, { verdict: "unpaid" }],
    [
      "closing news about a paid order changes nothing",
      { order: { status: "PAID" }, payments: [effective] },
      { state: "CLOSED" },
      { verdict: "unpaid" },
    ],
    ["the same trade again", { order: { status: "PAID" }, payments: [effective] }, {}, { verdict: "already" }],
    [
      "the same stray trade again",
      { order: { status: "PAID" }, payments: [other, { ...effective, kind: "DUPLICATE" }] },
      {},
      { verdict: "already" },
    ],
    [
      "a second trade of a paid order",
      { order: { status: "PAID" }, payments: [other] },
      {},
      { verdict: "stray", kind: "DUPLICATE" },
    ],
    [
      "a second trade of a refunded order",
      { order: { status: "REFUNDED" }, payments: [other] },
      {},
      { verdict: "stray", kind: "DUPLICATE" },
    ],
    [
      "the money of a member whose account is closed",
      { memberIsActive: false },
      {},
      { verdict: "stray", kind: "UNWANTED" },
    ],
    [
      "a second trade after an unwanted one",
      { payments: [{ ...other, kind: "UNWANTED" }] },
      {},
      { verdict: "settle", late: false },
    ],
  ];

  test.each(rows)("%s", (_, caseChanges, factChanges, judgement) => {
    expect(judgeTrade({ ...known, ...caseChanges }, { ...paid, ...factChanges })).toEqual(judgement);
  });

  test.each(ORDER_STATUSES)("an order that is %s never gets goods for a second trade", (status) => {
    expect(judgeTrade({ ...known, order: { status }, payments: [other] }, paid)).toEqual({
      verdict: "stray",
      kind: "DUPLICATE",
    });
  });
});

describe("the payment time", () => {
  const made = after(now, -MINUTE_MS);
  test.each([
    ["Alipay's own within the order's life", after(now, -5_000), after(now, -5_000)],
    ["ours when Alipay names none", null, now],
    ["ours when Alipay's is still to come", after(now, 1), now],
    ["the order's beginning when Alipay's lies before it", after(made, -1), made],
  ])("is %s", (_, paidAt, expected) => {
    expect(paymentTimeOf(paidAt, made, now)).toEqual(expected);
  });
});

describe("when to ask Alipay again", () => {
  const farAway = after(now, 24 * HOUR_MS);
  test.each([
    [0, 1],
    [1, 2],
    [2, 4],
    [5, 32],
    [6, 60],
    [40, 60],
  ])("after %i questions in %i minutes", (checks, minutes) => {
    expect(nextCheckAt(checks, farAway, now)).toEqual(after(now, minutes * MINUTE_MS));
  });

  test("once right after Alipay's own deadline, however long the interval has grown", () => {
    const expireTime = after(now, 10 * MINUTE_MS);
    expect(finalCheckAt(expireTime)).toEqual(after(now, 12 * MINUTE_MS));
    expect(nextCheckAt(6, expireTime, now)).toEqual(finalCheckAt(expireTime));
    expect(nextCheckAt(6, expireTime, finalCheckAt(expireTime))).toEqual(after(finalCheckAt(expireTime), HOUR_MS));
  });
});

describe("what the cashier is told", () => {
  test("a subject keeps Alipay's limits: 256 characters, no / = &", () => {
    expect(subjectOf({ shopName: "X&Y", productName: "A&B/C=D 100%" })).toBe("X Y A B C D 100%");
    expect(subjectOf({ shopName: "灯塔", productName: "长".repeat(300) })).toHaveLength(256);
  });

  test("the first attempt carries the order's number, the next ones their own", () => {
    expect([0, 1].map((before) => outTradeNoOf("20260301120000000abcdefghjkmnpqrs", before))).toEqual([
      "20260301120000000abcdefghjkmnpqrs",
      "20260301120000000abcdefghjkmnpqrs_2",
    ]);
  });
});

test("Alipay is asked about an order that is unpaid as far as we know, closed or not", () => {
  expect(ORDER_STATUSES.filter((status) => askable({ status }))).toEqual(["PENDING", "CANCELLED"]);
});
