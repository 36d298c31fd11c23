import { actorText } from "../contracts/actors.ts";
import type { AdminPlanView, AdminProductView, GoodsVersions, GoodsVersionView } from "../contracts/catalog-admin.ts";
import { wordOfCycle, type CatalogView, type CreditProductView, type PlanView } from "../contracts/catalog.ts";
import type { ServiceCatalog } from "../contracts/service-orders.ts";
import { fenOf, yuanNumber } from "../core/money.ts";
import { byLength, otherCycleOf, type PricedTerm } from "../core/terms.ts";
import type { AdminSalesView, SalesView } from "../contracts/sales.ts";
import { changesBetween, isAlipayFailing, packTermsOf, planTermsOf } from "./rules.ts";
import type { CreditProduct, Plan, StoredPack, StoredPlan, StoredSales, StoredVersion } from "./store.ts";

export function creditProductView({
  id,
  name,
  creditAmount,
  bonusCredits,
  priceFen,
  validDays,
  limitPerMember,
  limitPerDay,
}: CreditProduct): CreditProductView {
  const price = yuanNumber(priceFen);
  return { id: Number(id), name, creditAmount, bonusCredits, price, validDays, limitPerMember, limitPerDay };
}

function termView({ unit, count, priceFen }: PricedTerm): PlanView["otherTerms"][number] {
  return { billingCycle: wordOfCycle(otherCycleOf({ unit, count })), unit, count, price: yuanNumber(priceFen) };
}

export function planView(plan: Plan): PlanView {
  const { id, code, name, level, priceMonthlyFen, priceYearlyFen, features, limitPerMember, limitPerDay } = plan;
  return {
    id: Number(id),
    code,
    name,
    priceMonthly: yuanNumber(priceMonthlyFen),
    priceYearly: yuanNumber(priceYearlyFen),
    otherTerms: plan.otherTerms.toSorted(byLength).map(termView),
    features,
    level,
    limitPerMember,
    limitPerDay,
  };
}

/** The same for the product's own back end, whose amounts are fen. */
export function serviceCatalogView({ creditProducts, plans }: CatalogView): ServiceCatalog {
  return {
    creditProducts: creditProducts.map(({ price, ...pack }) => ({ ...pack, amountFen: fenOf(price) })),
    plans: plans.map(({ priceMonthly, priceYearly, otherTerms, ...plan }) => ({
      ...plan,
      terms: [
        { billingCycle: "monthly" as const, amountFen: fenOf(priceMonthly) },
        { billingCycle: "yearly" as const, amountFen: fenOf(priceYearly) },
        ...otherTerms.map(({ billingCycle, price }) => ({ billingCycle, amountFen: fenOf(price) })),
      ],
    })),
  };
}

function keptView({ version, changedBy, changeReason, createTime, updateTime }: StoredPack | StoredPlan) {
  return {
    version,
    changedBy: actorText(changedBy),
    changeReason,
    createTime: createTime.toISOString(),
    updateTime: updateTime.toISOString(),
  };
}

export function adminProductView(row: StoredPack): AdminProductView {
  return { id: Number(row.id), ...packTermsOf(row), ...keptView(row) };
}

export function adminPlanView(row: StoredPlan): AdminPlanView {
  return { id: Number(row.id), code: row.code, ...planTermsOf(row), ...keptView(row) };
}

/** The columns that the database kept, by the names that the code has for them. */
function contentOf({ content }: StoredVersion): Record<string, unknown> {
  const codeName = (column: string) => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(content).map(([column, value]) => [codeName(column), value]));
}

function versionView(stored: StoredVersion, before: StoredVersion | undefined): GoodsVersionView {
  const { version, actor, reason, createTime } = stored;
  const changes = changesBetween(before ? contentOf(before) : null, contentOf(stored));
  return { version, by: actorText(actor), reason, time: createTime.toISOString(), changes };
}

/** A page of versions, newest first. `found`: one more than the page holds, where there is one. */
export function versionsView(found: readonly StoredVersion[], pageSize: number): GoodsVersions {
  const list = found.slice(0, pageSize).map((version, i) => versionView(version, found[i + 1]));
  return { list, next: found.length > pageSize ? list.at(-1)!.version : null };
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
