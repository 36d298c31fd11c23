import { describe, expect, test } from "vitest";
import type { BillingCycle } from "./states.ts";
import { byLength, cycleText, isAsLong, otherCycleOf, termOf, type Term } from "./terms.ts";

const CYCLES: readonly BillingCycle[] = [
  "3-DAY",
  "1-WEEK",
  "4-WEEK",
  "MONTHLY",
  "31-DAY",
  "3-MONTH",
  "YEARLY",
  "2-YEAR",
];

describe("the terms of a plan", () => {
  test("stand in the order of their lengths", () => {
    const terms = CYCLES.map(termOf);
    expect(terms.toReversed().sort(byLength)).toEqual(terms);
  });

  test("read as what they are", () => {
    const texts = ["3 天", "1 周", "4 周", "一个月", "31 天", "3 个月", "一年", "2 年"];
    expect(CYCLES.map(cycleText)).toEqual(texts);
  });

  test.each<[BillingCycle, BillingCycle, boolean]>([
    ["7-DAY", "1-WEEK", true],
    ["12-MONTH", "YEARLY", true],
    ["24-MONTH", "2-YEAR", true],
    ["30-DAY", "MONTHLY", false],
    ["365-DAY", "YEARLY", false],
  ])("%s and %s are equally long: %s", (one, other, isEqual) => {
    expect(isAsLong(termOf(one), termOf(other))).toBe(isEqual);
  });

  test("have a name that says them", () => {
    const term: Term = { unit: "WEEK", count: 2 };
    expect(termOf(otherCycleOf(term))).toEqual(term);
  });
});
