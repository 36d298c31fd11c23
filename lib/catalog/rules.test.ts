import { expect, test } from "vitest";
import { snapshotOfPlan, snapshotOfProduct } from "./rules.ts";

const plan = {
  ...{ id: 3n, code: "pro", name: "专业版", level: 2 },
  ...{ priceMonthlyFen: 2_900, priceYearlyFen: 29_900, otherTerms: [], features: ["商用"], version: 4 },
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
