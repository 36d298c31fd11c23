import type { CreditProductView, PlanView } from "../contracts/catalog.ts";
import { yuanNumber } from "../core/money.ts";
import type { AdminSalesView, SalesView } from "../contracts/sales.ts";
import { isAlipayFailing } from "./rules.ts";
import type { CreditProduct, Plan, StoredSales } from "./store.ts";

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

export function salesView(sales: StoredSales | null, now: Date): SalesView {
  return { isOpen: sales?.isOpen ?? true, alipay: isAlipayFailing(sales, now) ? "failing" : "ok" };
}

export function adminSalesView(sales: StoredSales | null, now: Date): AdminSalesView {
  const failingSince = isAlipayFailing(sales, now) ? sales?.alipayFailingSince : null;
  return {
    ...salesView(sales, now),
    reason: sales?.reason ?? null,
    switchTime: sales?.switchTime?.toISOString() ?? null,
    failingSince: failingSince?.toISOString() ?? null,
  };
}
