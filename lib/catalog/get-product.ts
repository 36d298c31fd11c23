import { AppError } from "../core/errors.ts";
import { DEFAULT_SHOP_NAME } from "../core/shop.ts";
import type { BillingCycle } from "../core/states.ts";
import { snapshotOfPlan, snapshotOfProduct, type PurchaseLimits, type Snapshot } from "./rules.ts";
import { findPlanOfCode, findPlanOnSale, findProductOnSale } from "./store.ts";

/** The product to buy, by catalogue id. */
export type Wanted =
  | { readonly type: "CREDITS"; readonly productId: number }
  | { readonly type: "SUBSCRIPTION"; readonly planId: number; readonly billingCycle: BillingCycle };

/** What somebody may buy: the goods, and how many of them. */
export interface Offer {
  readonly snapshot: Snapshot;
  readonly limits: PurchaseLimits;
  /** Whose goods the cashier says they are. */
  readonly shopName: string;
}

/**
 * The goods as they are on sale now, price included, with the limits of their purchase. Throws PRODUCT_NOT_FOUND or
 * PLAN_NOT_FOUND, TERM_NOT_FOUND (404), SALES_STOPPED (409: a preview of a purchase is refused like the purchase). One read.
 */
export async function getOffer(wanted: Wanted): Promise<Offer> {
  if (wanted.type === "CREDITS") {
    const product = await findProductOnSale(wanted.productId);
    if (!product) throw new AppError("PRODUCT_NOT_FOUND");
    if (!product.isSelling) throw new AppError("SALES_STOPPED");
    return { snapshot: snapshotOfProduct(product), limits: product, shopName: product.shopName ?? DEFAULT_SHOP_NAME };
  }
  const plan = await findPlanOnSale(wanted.planId);
  if (!plan) throw new AppError("PLAN_NOT_FOUND");
  if (!plan.isSelling) throw new AppError("SALES_STOPPED");
  const snapshot = snapshotOfPlan(plan, wanted.billingCycle);
  if (!snapshot) throw new AppError("TERM_NOT_FOUND");
  return { snapshot, limits: plan, shopName: plan.shopName ?? DEFAULT_SHOP_NAME };
}

/** The same without the limits. */
export async function getProduct(wanted: Wanted): Promise<Snapshot> {
  return (await getOffer(wanted)).snapshot;
}

/** A plan by the code that the shop gave it, on sale or not. Throws PLAN_NOT_FOUND (404). One read. */
export async function planOfCode(code: string): Promise<number> {
  const plan = await findPlanOfCode(code);
  if (!plan) throw new AppError("PLAN_NOT_FOUND");
  return Number(plan.id);
}
