import { z } from "zod";
import type { BillingCycle } from "../core/states.ts";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema } from "./envelope.ts";
import { credits, yuan } from "./values.ts";

/** The wire words for how often a plan is paid. */
export const BILLING_CYCLE_WORDS = { monthly: "MONTHLY", yearly: "YEARLY" } as const satisfies Record<
  string,
  BillingCycle
>;
export const billingCycleWord = z.enum(["monthly", "yearly"]);
export type BillingCycleWord = z.infer<typeof billingCycleWord>;

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
