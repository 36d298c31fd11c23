import type { Part } from "../lib/db/commit.ts";
import { joinSql, sql } from "../lib/db/sql.ts";

/** The goods of a new shop. Prices in fen; a bonus is spent first and taken back whole on refund. */
const PACKS = [
  { name: "尝鲜包", credits: 100, bonus: 0, priceFen: 990 },
  { name: "标准包", credits: 550, bonus: 50, priceFen: 4_990 },
  { name: "进阶包", credits: 1_200, bonus: 150, priceFen: 9_900 },
  { name: "团队包", credits: 6_500, bonus: 1_000, priceFen: 49_900 },
] as const;

const PLANS = [
  {
    code: "basic",
    name: "基础版",
    level: 1,
    monthlyFen: 1_900,
    yearlyFen: 19_900,
    features: ["每日 50 次生成", "标准队列", "作品保存 30 天"],
  },
  {
    code: "pro",
    name: "专业版",
    level: 2,
    monthlyFen: 4_900,
    yearlyFen: 49_900,
    features: ["每日 300 次生成", "优先队列", "作品长期保存", "商用授权"],
  },
  {
    code: "flagship",
    name: "旗舰版",
    level: 3,
    monthlyFen: 12_900,
    yearlyFen: 129_900,
    features: ["不限次数生成", "专属队列", "作品长期保存", "商用授权", "一对一支持"],
  },
] as const;

/** What is not there yet; what is there, with the prices somebody may have changed, stays. */
export function missingPacks(): Part {
  const rows = PACKS.map((pack, i) => sql`(${pack.name}, ${pack.credits}, ${pack.bonus}, ${pack.priceFen}, ${i + 1})`);
  return {
    name: "packs",
    rows: "any",
    sql: sql`insert into pms_credit_product (name, credit_amount, bonus_credits, price_fen, sort) values ${joinSql(rows, ", ")}
      on conflict (name) do nothing returning id`,
  };
}

export function missingPlans(): Part {
  const rows = PLANS.map(
    (plan, i) =>
      sql`(${plan.code}, ${plan.name}, ${plan.level}, ${plan.monthlyFen}, ${plan.yearlyFen}, ${[...plan.features]}, ${i + 1})`,
  );
  return {
    name: "plans",
    rows: "any",
    sql: sql`insert into ums_subscription_plans (code, name, level, price_monthly_fen, price_yearly_fen, features, sort)
      values ${joinSql(rows, ", ")} on conflict (code) do nothing returning id`,
  };
}
