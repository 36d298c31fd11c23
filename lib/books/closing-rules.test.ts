import { describe, expect, test } from "vitest";
import {
  daysOfMonth,
  differenceOfMonth,
  isOver,
  missingDays,
  monthsOf,
  obstaclesOf,
  remainderOf,
  type ClosingDay,
  type ClosingItemKind,
} from "./closing-rules.ts";

const sums = { billInFen: 1_000, billOutFen: 200, setAsideFen: -6, paidFen: 900, refundedFen: 150 };

test("the difference is what the bills have more, odd lines too", () => {
  expect(differenceOfMonth(sums)).toBe(1_000 - 200 - 6 - (900 - 150));
  expect(remainderOf(sums, [{ fen: 50 }, { fen: -6 }])).toBe(0);
  expect(remainderOf(sums, [{ fen: 50 }])).toBe(-6);
  expect(remainderOf(sums, [])).toBe(44);
});

test.each([
  ["2026-02", 28],
  ["2028-02", 29],
  ["2026-12", 31],
  ["2026-04", 30],
] as const)("%s has %i days", (month, days) => {
  const found = daysOfMonth(month);
  expect(found).toHaveLength(days);
  expect([found[0], found.at(-1)]).toEqual([`${month}-01`, `${month}-${days}`]);
});

test("the months of a range", () => {
  expect(monthsOf("2026-11-30", "2027-02-01")).toEqual(["2026-11", "2026-12", "2027-01", "2027-02"]);
  expect(monthsOf("2026-02-01", "2026-02-28")).toEqual(["2026-02"]);
  expect(monthsOf("2026-03-01", "2026-02-28")).toEqual([]);
});

test.each([
  ["2026-02", "2026-02-28", false],
  ["2026-02", "2026-03-01", true],
  ["2026-12", "2026-12-31", false],
  ["2026-12", "2027-01-01", true],
  ["2026-03", "2026-02-28", false],
] as const)("%s is over on %s: %s", (month, today, over) => {
  expect(isOver(month, today)).toBe(over);
});

describe("days without a bill", () => {
  const day = (text: string, isCompared = true): ClosingDay => ({
    method: "alipay",
    day: text,
    isCompared,
    hasBill: true,
  });
  const all = daysOfMonth("2026-02").map((text) => day(text));

  test("are none where every one is compared", () => {
    expect(missingDays("2026-02", "2025-01-01", all)).toEqual([]);
  });

  test("count from the first day of the channel, and none before there was one", () => {
    expect(missingDays("2026-02", "2026-02-27", [day("2026-02-28")])).toEqual(["2026-02-27"]);
    expect(missingDays("2026-02", "2026-03-01", [])).toEqual([]);
    expect(missingDays("2026-02", null, [])).toEqual([]);
  });

  test("are those that wait, and those that nobody has opened", () => {
    const some = [...all.slice(0, 26), day("2026-02-27", false)];
    expect(missingDays("2026-02", "2026-01-01", some)).toEqual(["2026-02-27", "2026-02-28"]);
  });
});

describe("what keeps a month open", () => {
  const account = (remainderFen: number, items: { kind: ClosingItemKind; count: number }[] = []) => ({
    ...{ seller: "2088", remainderFen, items },
  });
  const whole = { isOver: true, missing: [], accounts: [account(0)] };
  test.each([
    ["nothing", {}, []],
    ["no account at all", { accounts: [] }, []],
    ["a month that runs", { isOver: false }, ["这个月还没有过完"]],
    ["a day", { missing: ["2026-02-01"] }, ["还有 1 天的账单没有核对完：2026-02-01"]],
    ["an open difference", { accounts: [account(0, [{ kind: "OPEN", count: 2 }])] }, ["还有 2 条差异没有处理"]],
    [
      "a record that waits",
      { accounts: [account(0, [{ kind: "PENDING", count: 1 }])] },
      ["账上有 1 笔还在等后面的账单"],
    ],
    ["a remainder of one fen", { accounts: [account(0), account(-1)] }, ["差额没有解释完的账户：2088"]],
    ["one of an unknown account", { accounts: [{ ...account(1), seller: "" }] }, ["差额没有解释完的账户：未知账户"]],
  ] as const)("%s", (_, changes, obstacles) => {
    expect(obstaclesOf({ ...whole, ...changes })).toEqual(obstacles);
  });

  test.each([
    "FOREIGN",
    "FOREIGN_RULE",
    "SET_ASIDE",
    "OURS_ELSEWHERE",
    "BILL_ELSEWHERE",
    "BY_HAND",
    "WRITTEN_OFF",
  ] as const)("no explained piece: %s", (kind) => {
    expect(obstaclesOf({ ...whole, accounts: [account(0, [{ kind, count: 9 }])] })).toEqual([]);
  });

  test("of many days five are named", () => {
    expect(obstaclesOf({ ...whole, missing: daysOfMonth("2026-02") })[0]).toBe(
      "还有 28 天的账单没有核对完：2026-02-01、2026-02-02、2026-02-03、2026-02-04、2026-02-05 等 28 处",
    );
  });
});
