import type { BillingCycle } from "../core/states.ts";
import type { Fen } from "../core/money.ts";
import { MINUTE_MS } from "../core/time.ts";

/** The product of an order as it was when the order was placed. Later changes of the catalogue do not affect it. */
export type Snapshot =
  | {
      readonly type: "CREDITS";
      readonly productId: bigint;
      readonly productName: string;
      readonly priceFen: Fen;
      readonly creditAmount: number;
      readonly bonusCredits: number;
      readonly validDays: number | null;
    }
  | {
      readonly type: "SUBSCRIPTION";
      readonly planId: bigint;
      readonly productName: string;
      readonly priceFen: Fen;
      readonly planCode: string;
      readonly planLevel: number;
      readonly billingCycle: BillingCycle;
    };

interface ProductFacts {
  readonly id: bigint;
  readonly name: string;
  readonly creditAmount: number;
  readonly bonusCredits: number;
  readonly priceFen: Fen;
  readonly validDays: number | null;
}

interface PlanFacts {
  readonly id: bigint;
  readonly code: string;
  readonly name: string;
  readonly level: number;
  readonly priceMonthlyFen: Fen;
  readonly priceYearlyFen: Fen;
}

const CYCLE_WORDS = { MONTHLY: "月付", YEARLY: "年付" } as const satisfies Record<BillingCycle, string>;

export function snapshotOfProduct(product: ProductFacts): Snapshot {
  const { id, name, creditAmount, bonusCredits, priceFen, validDays } = product;
  return { type: "CREDITS", productId: id, productName: name, priceFen, creditAmount, bonusCredits, validDays };
}

export function snapshotOfPlan(plan: PlanFacts, billingCycle: BillingCycle): Snapshot {
  return {
    type: "SUBSCRIPTION",
    planId: plan.id,
    productName: `${plan.name}（${CYCLE_WORDS[billingCycle]}）`,
    priceFen: billingCycle === "MONTHLY" ? plan.priceMonthlyFen : plan.priceYearlyFen,
    planCode: plan.code,
    planLevel: plan.level,
    billingCycle,
  };
}

/** How long a report that Alipay does not answer counts. It is repeated while the failure lasts. */
export const ALIPAY_FAILING_MS = 2 * MINUTE_MS;

/** Whether Alipay is known not to answer. */
export function isAlipayFailing(sales: { readonly alipayFailedAt: Date | null } | null, now: Date): boolean {
  const last = sales?.alipayFailedAt ?? null;
  return last !== null && now.getTime() - last.getTime() < ALIPAY_FAILING_MS;
}
