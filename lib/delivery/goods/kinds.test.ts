import { describe, expect, test } from "vitest";
import type { ItemColumns } from "../../orders/rules.ts";
import { contextAt, NOW } from "../../testing/builders.ts";
import { describeSum, grantGoods } from "./kinds.ts";

const nothing: ItemColumns = {
  productId: null,
  planId: null,
  productName: "商品",
  priceFen: 1_990,
  creditAmount: null,
  bonusCredits: null,
  validDays: null,
  planCode: null,
  planLevel: null,
  billingCycle: null,
};

test.each([
  ["credits without an amount", "CREDITS", { productId: 7n, bonusCredits: 0 }],
  ["a plan without a cycle", "SUBSCRIPTION", { planId: 3n, planCode: "pro", planLevel: 2 }],
] as const)("an item of %s is not handed over", async (_, productType, columns) => {
  const order = { id: 1n, memberId: 1n, productType, item: { ...nothing, ...columns } };
  await expect(grantGoods(order, contextAt(NOW))).rejects.toThrow("invariant broken");
});

/** As the rows of refunds have them from before there was a table of kinds. They are never rewritten. */
const KEPT = {
  credits: {
    paidFen: 990,
    amountFen: 495,
    sum: { type: "CREDITS", granted: 100, used: 50, unused: 50, bonusGranted: 10, bonusTaken: 4 },
  },
  plan: {
    paidFen: 2_900,
    amountFen: 2_806,
    sum: {
      type: "SUBSCRIPTION",
      startDate: "2026-03-01T04:00:00.000Z",
      endDate: "2026-04-01T04:00:00.000Z",
      totalDays: 31,
      remainingDays: 30,
      begun: true,
    },
  },
  owed: { paidFen: 990, amountFen: 990, sum: { type: "NONE" } },
} as const;

describe("the sum of an old refund", () => {
  test("of credits reads as it did", () => {
    expect(describeSum(KEPT.credits)).toEqual([
      { label: "购买积分", value: "100" },
      { label: "已使用", value: "50" },
      { label: "未使用", value: "50" },
      { label: "赠送积分", value: "共 10，剩余 4 一并收回，不折算金额" },
      { label: "计算", value: "9.90 × 50 ÷ 100 = 4.95 元（不足 1 分舍去）" },
    ]);
  });

  test("of credits without a bonus, or with none left, says so", () => {
    const bonusLine = (bonusGranted: number) =>
      describeSum({ ...KEPT.credits, sum: { ...KEPT.credits.sum, bonusGranted, bonusTaken: 0 } })[3]?.value;
    expect(bonusLine(10)).toBe("共 10，没有剩余");
    expect(bonusLine(0)).toMatch("×");
  });

  test("of a plan reads as it did", () => {
    expect(describeSum(KEPT.plan)).toEqual([
      { label: "套餐周期", value: "2026-03-01 12:00 至 2026-04-01 12:00" },
      { label: "总天数", value: "31 天" },
      { label: "剩余整天", value: "30 天" },
      { label: "计算", value: "29.00 × 30 ÷ 31 = 28.06 元（不足 1 分舍去）" },
    ]);
    const notBegun = { ...KEPT.plan, sum: { ...KEPT.plan.sum, remainingDays: 31, begun: false } };
    expect(describeSum(notBegun)[2]).toEqual({ label: "剩余整天", value: "31 天（尚未开始，全额退回）" });
  });

  test("of goods that were still owed reads as it did", () => {
    expect(describeSum(KEPT.owed)).toEqual([{ label: "商品", value: "尚未发放，全额退回" }]);
  });

  test("of a kind that nobody sells is not guessed at", () => {
    expect(() => describeSum({ ...KEPT.owed, sum: { type: "GOODS" } })).toThrow("invariant broken");
  });
});
