import type { CreditProductView, PlanView } from "../contracts/catalog.ts";
import { yuanNumber } from "../core/money.ts";
import type { CreditProduct, Plan } from "./store.ts";

export function creditProductView({
  id,
  name,
  creditAmount,
  bonusCredits,
  priceFen,
  validDays,
}: CreditProduct): CreditProductView {
  return { id: Number(id), name, creditAmount, bonusCredits, price: yuanNumber(priceFen), validDays };
}

export function planView({ id, code, name, level, priceMonthlyFen, priceYearlyFen, features }: Plan): PlanView {
  return {
    id: Number(id),
    code,
    name,
    priceMonthly: yuanNumber(priceMonthlyFen),
    priceYearly: yuanNumber(priceYearlyFen),
    features,
    level,
  };
}
