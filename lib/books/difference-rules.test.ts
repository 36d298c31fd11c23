import { describe, expect, test } from "vitest";
import { newOrderSn } from "../ids.ts";
import { at } from "../testing/builders.ts";
import { actsOn, amountOf, isForeignable, isOfRule, mayBecomeOurs, type Standing } from "./difference-rules.ts";

const TRADE = { kind: "TRADE" } as const;
const REFUND = { kind: "REFUND" } as const;

test.each([
  [{ ...TRADE, what: "UNBOOKED", billFen: 500, ourFen: null }, 500],
  [{ ...REFUND, what: "UNBOOKED", billFen: 500, ourFen: null }, -500],
  // A refund that we know and have not booked does not count.
  [{ ...REFUND, what: "UNBOOKED", billFen: 500, ourFen: 500 }, -500],
  [{ ...TRADE, what: "AMOUNT", billFen: 400, ourFen: 500 }, -100],
  [{ ...REFUND, what: "AMOUNT", billFen: 400, ourFen: 500 }, 100],
  // Another order number, the same money.
  [{ ...TRADE, what: "AMOUNT", billFen: 500, ourFen: 500 }, 0],
  [{ ...REFUND, what: "AMOUNT", billFen: 500, ourFen: 500 }, 0],
  // The first of two lines counts ours.
  [{ ...TRADE, what: "TWICE", billFen: 500, ourFen: 500 }, 500],
  [{ ...REFUND, what: "TWICE", billFen: 500, ourFen: 500 }, -500],
  [{ ...TRADE, what: "UNLISTED", billFen: null, ourFen: 500 }, -500],
  [{ ...REFUND, what: "UNLISTED", billFen: null, ourFen: 500 }, 500],
] as const)("%o is %i fen more on the bill", (sides, fen) => {
  expect(Object.is(amountOf(sides), fen)).toBe(true);
});

describe("what can be done", () => {
  const lost: Standing = {
    ...{ status: "OPEN", what: "UNBOOKED", kind: "TRADE", orderSn: "20260301", outsideId: null, mismatchId: null },
  };
  test.each([
    ["a lost payment", {}, ["book", "write-off"]],
    ["one that does not fit its order", { mismatchId: 1n }, ["refund", "write-off"]],
    ["a number of nobody", { orderSn: null }, ["write-off"]],
    ["another amount", { what: "AMOUNT", mismatchId: 1n }, ["write-off"]],
    ["a line twice", { what: "TWICE" }, ["write-off"]],
    ["a record that no bill has", { what: "UNLISTED" }, ["write-off"]],
    ["a refund of nobody", { kind: "REFUND", orderSn: null }, ["write-off"]],
    ["a refund that we know", { kind: "REFUND" }, ["write-off"]],
    ["a refund made outside", { kind: "REFUND", outsideId: 1n }, ["book"]],
    ["a refund made outside, twice on the bill", { kind: "REFUND", outsideId: 1n, what: "TWICE" }, ["write-off"]],
    ["one that is booked", { status: "BOOKED" }, []],
    ["one that is sent back", { status: "REFUNDED" }, []],
    ["one that is written off", { status: "WRITTEN_OFF" }, []],
    ["a foreign one", { status: "FOREIGN" }, []],
    ["one that resolved itself", { status: "RESOLVED" }, []],
  ] as const)("about %s", (_, changes, acts) => {
    expect(actsOn({ ...lost, ...changes })).toEqual(acts);
  });

  test.each([
    [{}, false],
    [{ orderSn: null }, true],
    [{ orderSn: null, what: "TWICE" }, true],
    [{ orderSn: null, what: "AMOUNT" }, false],
    [{ orderSn: null, what: "UNLISTED" }, false],
    [{ orderSn: null, status: "WRITTEN_OFF" }, false],
  ] as const)("a rule may name %o: %s", (changes, may) => {
    expect(isForeignable({ ...lost, ...changes })).toBe(may);
  });
});

// NOW is 2026-03-01 12:00:00 in Beijing.
test.each([
  ["2", true],
  ["20", true],
  ["2026", true],
  ["2027", true],
  ["20260301", true],
  ["20260301120000", true],
  ["202603011159", false],
  ["20260228", false],
  ["2025", false],
  ["1", false],
  ["9", true],
  ["SHOP", false],
  ["2026-", false],
  ["20270101000000000abc", true],
  ["20250101000000000abc", false],
] as const)("an order to come may have a number that begins with %s: %s", (prefix, may) => {
  expect(mayBecomeOurs(prefix, at(0))).toBe(may);
});

test("a number of an order to come is never named by a rule that may be made now", () => {
  const number = newOrderSn(at(1));
  for (let length = 1; length <= number.length; length += 1)
    expect(mayBecomeOurs(number.slice(0, length), at(0))).toBe(true);
});

test("a rule names what begins so, and nothing where there is none", () => {
  expect(isOfRule("SHOP2-1", ["A", "SHOP2"])).toBe(true);
  expect(isOfRule("XSHOP2", ["SHOP2"])).toBe(false);
  expect(isOfRule("SHOP2-1", [])).toBe(false);
});
