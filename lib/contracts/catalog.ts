import { z } from "zod";
import { TERM_UNITS, type BillingCycle, type TermUnit } from "../core/states.ts";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema } from "./envelope.ts";
import { credits, yuan } from "./values.ts";

/** The wire words for how long a plan is bought: the names of the code in small letters. */
export type BillingCycleWord = "monthly" | "yearly" | `${number}-${Lowercase<TermUnit>}`;

/** A word, whether or not a plan sells that term. */
export const billingCycleWord = z
  .string()
  .regex(
    /^(monthly|yearly|[1-9]\d{0,2}-(day|week)|([2-9]|[1-9]\d{1,2})-(month|year))$/,
    "应为 monthly、yearly，或 3-day、2-week、3-month、2-year 这样的时长",
  )
  .describe("时长：monthly 一个月 · yearly 一年 · 其他如 3-day、2-week、3-month") as unknown as z.ZodType<
  BillingCycleWord,
  BillingCycleWord
>;

export function cycleOfWord(word: BillingCycleWord): BillingCycle {
  return word.toUpperCase() as BillingCycle;
}

export function wordOfCycle(cycle: BillingCycle): BillingCycleWord {
  return cycle.toLowerCase() as BillingCycleWord;
}

export const validDays = z.int().positive().nullable().describe("积分多少天后过期；null：不过期");

const limit = z.int().positive().nullable();
/** How many one member may buy. */
export const purchaseLimits = {
  limitPerMember: limit.describe("每人一共限购多少份；null：不限"),
  limitPerDay: limit.describe("每人每天（北京时间）限购多少份；null：不限"),
} as const;

const creditProductView = z
  .strictObject({
    id: idSchema,
    name: z.string(),
    creditAmount: credits,
    bonusCredits: credits.describe("赠送的积分数"),
    price: yuan,
    validDays,
    ...purchaseLimits,
  })
  .meta({ id: "CreditProduct" });
export type CreditProductView = z.infer<typeof creditProductView>;

const planView = z
  .strictObject({
    id: idSchema,
    code: z.string(),
    name: z.string(),
    priceMonthly: yuan,
    priceYearly: yuan,
    otherTerms: z
      .array(
        z.strictObject({
          billingCycle: billingCycleWord,
          unit: z.enum(TERM_UNITS),
          count: z.int().positive(),
          price: yuan,
        }),
      )
      .describe("一个月和一年之外还卖的时长，短的在前"),
    features: z.array(z.string()),
    level: z.int().describe("同时有几个套餐时，等级高的先算"),
    ...purchaseLimits,
  })
  .meta({ id: "Plan" });
export type PlanView = z.infer<typeof planView>;

export const catalogView = z.strictObject({ creditProducts: z.array(creditProductView), plans: z.array(planView) });
export type CatalogView = z.infer<typeof catalogView>;

export const catalogEndpoints = {
  "GET /api/catalog": { access: "public", summary: "在售的积分包与套餐", answer: catalogView },
} satisfies EndpointTable;
