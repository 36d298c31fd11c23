import { expect, test } from "vitest";
import { changesBetween, snapshotOfPlan, snapshotOfProduct } from "./rules.ts";

const plan = {
  ...{ id: 3n, code: "pro", name: "专业版", level: 2 },
  ...{
    priceMonthlyFen: 2_900,
    priceYearlyFen: 29_900,
    otherTerms: [{ unit: "WEEK" as const, count: 2, priceFen: 1_900 }],
    features: ["商用"],
    version: 4,
  },
};

test("a pack is bought as it stands in the window", () => {
  const product = {
    id: 7n,
    name: "一百积分",
    creditAmount: 100,
    bonusCredits: 5,
    priceFen: 990,
    validDays: 365,
    version: 2,
  };
  expect(snapshotOfProduct(product)).toEqual({
    type: "CREDITS",
    productId: 7n,
    productName: "一百积分",
    priceFen: 990,
    creditAmount: 100,
    bonusCredits: 5,
    validDays: 365,
    goodsVersion: 2,
  });
});

test.each([
  ["MONTHLY", 2_900, "专业版（月付）"],
  ["YEARLY", 29_900, "专业版（年付）"],
  ["2-WEEK", 1_900, "专业版（2 周）"],
] as const)("a plan paid %s costs %i fen", (billingCycle, priceFen, productName) => {
  expect(snapshotOfPlan(plan, billingCycle)).toEqual({
    type: "SUBSCRIPTION",
    planId: 3n,
    productName,
    priceFen,
    planCode: "pro",
    planLevel: 2,
    billingCycle,
    planFeatures: ["商用"],
    goodsVersion: 4,
  });
});

test("a plan has no price for a term that it does not sell, equally long or not", () => {
  expect((["14-DAY", "1-WEEK", "2-MONTH"] as const).map((cycle) => snapshotOfPlan(plan, cycle))).toEqual([
    null,
    null,
    null,
  ]);
});

test("a version from before there were other terms differs from the next by those that came", () => {
  const { otherTerms, ...before } = plan;
  expect(changesBetween(before, { ...before, otherTerms: [] })).toEqual([]);
  expect(changesBetween(before, plan)).toEqual([{ label: "其他时长", before: "没有", after: "2 周 19.00 元" }]);
  expect(changesBetween(plan, { ...plan, otherTerms: [{ ...otherTerms[0]!, priceFen: 2_900 }] })).toEqual([
    { label: "其他时长", before: "2 周 19.00 元", after: "2 周 29.00 元" },
  ]);
});
