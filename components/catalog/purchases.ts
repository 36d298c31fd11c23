import type { BillingCycleWord, CreditProductView, PlanView } from "@/lib/contracts/catalog.ts";
import type { Purchase } from "../payments/purchase.ts";
import { count } from "../ui/money.tsx";

/** Yuan; both prices are the server's. */
export function planPrice(plan: PlanView, cycle: BillingCycleWord): number {
  return cycle === "monthly" ? plan.priceMonthly : plan.priceYearly;
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

export function purchaseOfPlan(plan: PlanView, billingCycle: BillingCycleWord): Purchase {
  return {
    title: plan.name,
    detail: billingCycle === "monthly" ? "月付，一个月" : "年付，一年",
    amount: planPrice(plan, billingCycle),
    goods: "subscription",
    order: { kind: "subscription", body: { planId: plan.id, billingCycle } },
  };
}
