import type { BillingCycle } from "../core/states.ts";

export interface CreditProductView {
  id: number;
  name: string;
  creditAmount: number;
  bonusCredits: number;
  /** Yuan. */
  price: number;
  /** Days until the credits expire; null: never. */
  validDays: number | null;
}

export interface PlanView {
  id: number;
  code: string;
  name: string;
  /** Yuan. */
  priceMonthly: number;
  priceYearly: number;
  features: string[];
  level: number;
}

export interface CatalogView {
  creditProducts: CreditProductView[];
  plans: PlanView[];
}

/** The wire words for how often a plan is paid. */
export const BILLING_CYCLE_WORDS = { monthly: "MONTHLY", yearly: "YEARLY" } as const satisfies Record<
  string,
  BillingCycle
>;
export type BillingCycleWord = keyof typeof BILLING_CYCLE_WORDS;
