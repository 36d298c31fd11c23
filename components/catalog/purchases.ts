import { cycleOfWord, type BillingCycleWord, type CreditProductView, type PlanView } from "@/lib/contracts/catalog.ts";
import { byLength, cycleText, termOf } from "@/lib/core/terms.ts";
import type { Purchase } from "../payments/purchase.ts";
import { count } from "../ui/money.tsx";

export interface PlanTerm {
  readonly cycle: BillingCycleWord;
  /** Yuan; every price is the server's. */
  readonly price: number;
}

/** Everything that the plan is sold for, the shortest first. */
export function termsOfPlan({ priceMonthly, priceYearly, otherTerms }: PlanView): PlanTerm[] {
  const terms: PlanTerm[] = [
    { cycle: "monthly", price: priceMonthly },
    { cycle: "yearly", price: priceYearly },
    ...otherTerms.map(({ billingCycle, price }) => ({ cycle: billingCycle, price })),
  ];
  return terms.sort((a, b) => byLength(termOf(cycleOfWord(a.cycle)), termOf(cycleOfWord(b.cycle))));
}

/** What stands behind a price: "月", "年", "周", "3 天". */
export function priceUnit(cycle: BillingCycleWord): string {
  return cycleText(cycleOfWord(cycle)).replace(/^(一个|一|1 )/, "");
}

/** What a year costs less than twelve months, in yuan; 0 when it does not. Counted in whole fen. */
export function yearlySaving({ priceMonthly, priceYearly }: PlanView): number {
  return Math.max(0, Math.round(priceMonthly * 100) * 12 - Math.round(priceYearly * 100)) / 100;
}

/** "每人限购 1 份"; null: there is no limit. */
export function limitText({
  limitPerMember,
  limitPerDay,
}: Pick<PlanView, "limitPerMember" | "limitPerDay">): string | null {
  const limits = [
    limitPerMember !== null && `每人限购 ${limitPerMember} 份`,
    limitPerDay !== null && `每天限购 ${limitPerDay} 份`,
  ].filter((text) => text !== false);
  return limits.length > 0 ? limits.join("，") : null;
}

export function purchaseOfPack({ id, name, creditAmount, bonusCredits, price }: CreditProductView): Purchase {
  return {
    title: name,
    detail:
      bonusCredits > 0 ? `${count(creditAmount)} 积分，另赠 ${count(bonusCredits)}` : `${count(creditAmount)} 积分`,
    amount: price,
    goods: "credits",
    order: { kind: "credits", body: { productId: id } },
  };
}

const PAID_BY: Readonly<Record<string, string>> = { monthly: "月付，", yearly: "年付，" };

export function purchaseOfPlan(plan: PlanView, { cycle: billingCycle, price }: PlanTerm): Purchase {
  return {
    title: plan.name,
    detail: `${PAID_BY[billingCycle] ?? ""}${cycleText(cycleOfWord(billingCycle))}`,
    amount: price,
    goods: "subscription",
    order: { kind: "subscription", body: { planId: plan.id, billingCycle } },
  };
}
