import { describe, expect, test } from "vitest";
import { after, DAY_MS, HOUR_MS, MINUTE_MS } from "../core/time.ts";
import {
  differenceOf,
  isFinal,
  isLate,
  isLostPayment,
  isQuiet,
  isUnderWay,
  lastFinishedDay,
  nextBillAt,
  nextLookAt,
  type DifferingLine,
} from "./rules.ts";

const TRADE: DifferingLine = {
  kind: "TRADE",
  tradeNo: "1",
  outTradeNo: "sn1",
  outRequestNo: "",
  billFen: 990,
  ourFen: null,
  refundStatus: null,
  orderSn: "sn1",
  isTwice: false,
};
const REFUND: DifferingLine = { ...TRADE, kind: "REFUND", outRequestNo: "r1", ourFen: 990 };

describe("the last day that is over", () => {
  test.each([
    ["2026-03-01T15:59:59.999Z", "2026-02-28"],
    ["2026-03-01T16:00:00.000Z", "2026-03-01"],
    ["2025-12-31T16:00:00.000Z", "2025-12-31"],
  ])("at %s is %s in Beijing", (now, day) => {
    expect(lastFinishedDay(new Date(now))).toBe(day);
  });
});

describe("the next look at a day", () => {
  const now = new Date("2026-03-02T00:00:00.000Z");

  test("whose bill is not there yet comes in an hour", () => {
    expect(nextBillAt(now)).toEqual(after(now, HOUR_MS));
  });

  test.each([
    [0, 10],
    [1, 20],
    [5, 320],
    [6, 360],
    [1_000, 360],
  ])("that was not closed, after %d looks, comes in %d minutes", (checks, minutes) => {
    expect(nextLookAt(checks, now)).toEqual(after(now, minutes * MINUTE_MS));
  });
});

test("a day without a bill is a quiet one from noon of the next day, where nothing of ours is booked on it", () => {
  const noon = new Date("2026-03-02T04:00:00.000Z");
  expect(isQuiet("2026-03-01", false, after(noon, -1))).toBe(false);
  expect(isQuiet("2026-03-01", false, noon)).toBe(true);
  expect(isQuiet("2026-03-01", true, after(noon, 30 * DAY_MS))).toBe(false);
});

test("a day is late three days after we began to look", () => {
  const begun = new Date("2026-03-02T00:00:00.000Z");
  expect(isLate(begun, after(begun, 3 * DAY_MS - 1))).toBe(false);
  expect(isLate(begun, after(begun, 3 * DAY_MS))).toBe(true);
});

test.each([
  ["PAID", true],
  ["CLOSED", true],
  [undefined, true],
  ["WAITING", false],
  ["UNKNOWN", false],
] as const)("an answer of %s about a trade on the bill is final: %s", (state, final) => {
  expect(isFinal(state)).toBe(final);
});

describe("a line that differs", () => {
  test.each<[string, DifferingLine, string, boolean, boolean]>([
    ["a trade of our order that we do not have", TRADE, "UNBOOKED", true, false],
    ["a trade of nobody's order", { ...TRADE, orderSn: null }, "UNBOOKED", false, false],
    ["a trade of another amount", { ...TRADE, ourFen: 1 }, "AMOUNT", false, false],
    ["a trade that stands twice", { ...TRADE, ourFen: 990, isTwice: true }, "TWICE", false, false],
    ["an unknown trade that stands twice", { ...TRADE, isTwice: true }, "TWICE", false, false],
    ["a refund that we do not have", { ...REFUND, ourFen: null }, "UNBOOKED", false, false],
    ["a refund that we have sent", { ...REFUND, refundStatus: "SENT" }, "UNBOOKED", false, true],
    ["a refund that we have not sent", { ...REFUND, refundStatus: "APPROVED" }, "UNBOOKED", false, false],
    ["a refund that we believe refused", { ...REFUND, refundStatus: "REFUSED" }, "UNBOOKED", false, false],
    ["a refund of another amount", { ...REFUND, refundStatus: "SUCCESS" }, "AMOUNT", false, false],
    ["a refund that stands twice", { ...REFUND, refundStatus: "SENT", isTwice: true }, "TWICE", false, false],
  ])("%s", (_, line, what, lost, underWay) => {
    expect([differenceOf(line), isLostPayment(line), isUnderWay(line)]).toEqual([what, lost, underWay]);
  });
});
