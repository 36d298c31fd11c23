import { prisma } from "../lib/db/client.ts";

/** The goods of a new shop. Prices in fen; a bonus is spent first and taken back whole on refund. */
const PACKS = [
  { name: "尝鲜包", creditAmount: 100, bonusCredits: 0, priceFen: 990 },
  { name: "标准包", creditAmount: 550, bonusCredits: 50, priceFen: 4_990 },
  { name: "进阶包", creditAmount: 1_200, bonusCredits: 150, priceFen: 9_900 },
  { name: "团队包", creditAmount: 6_500, bonusCredits: 1_000, priceFen: 49_900 },
];

const PLANS = [
  {
    code: "basic",
    name: "基础版",
    level: 1,
    priceMonthlyFen: 1_900,
    priceYearlyFen: 19_900,
    features: ["每日 50 次生成", "标准队列", "作品保存 30 天"],
  },
  {
    code: "pro",
    name: "专业版",
    level: 2,
    priceMonthlyFen: 4_900,
    priceYearlyFen: 49_900,
    features: ["每日 300 次生成", "优先队列", "作品长期保存", "商用授权"],
  },
  {
    code: "flagship",
    name: "旗舰版",
    level: 3,
    priceMonthlyFen: 12_900,
    priceYearlyFen: 129_900,
    otherTerms: [
      { unit: "DAY", count: 3, priceFen: 1_990 },
      { unit: "WEEK", count: 1, priceFen: 3_900 },
      { unit: "MONTH", count: 3, priceFen: 34_900 },
    ],
    features: ["不限次数生成", "专属队列", "作品长期保存", "商用授权", "一对一支持"],
  },
];

/**
 * Adds what is not there yet, and returns the amount; what is there, with the prices somebody may have changed, stays.
 */
export async function addMissingGoods(now: Date): Promise<{ packs: number; plans: number }> {
  const { creditProduct, subscriptionPlan } = prisma();
  const packs = await creditProduct.createMany({ data: added(PACKS, now), skipDuplicates: true });
  const plans = await subscriptionPlan.createMany({ data: added(PLANS, now), skipDuplicates: true });
  return { packs: packs.count, plans: plans.count };
}

/** The window shows them in the order in which they stand here. */
function added<Goods>(goods: readonly Goods[], now: Date) {
  const note = { changedBy: "operator", changeReason: "演示商品", createTime: now, updateTime: now };
  return goods.map((one, i) => ({ ...one, sort: i + 1, ...note }));
}
