import { AppError } from "../core/errors.ts";
import type { BillingCycle } from "../core/states.ts";
import { snapshotOfPlan, snapshotOfProduct, type Snapshot } from "./rules.ts";
import { findPlanOnSale, findProductOnSale } from "./store.ts";

/** The product to buy, by catalogue id. */
export type Wanted =
  | { readonly type: "CREDITS"; readonly productId: number }
  | { readonly type: "SUBSCRIPTION"; readonly planId: number; readonly billingCycle: BillingCycle };

/**
 * The goods as they are on sale now, price included. Throws PRODUCT_NOT_FOUND or PLAN_NOT_FOUND (404), SALES_STOPPED
 * (409: a preview of a purchase is refused like the purchase). One read.
 */
export async function getProduct(wanted: Wanted): Promise<Snapshot> {
  if (wanted.type === "CREDITS") {
    const product = await findProductOnSale(wanted.productId);
    if (!product) throw new AppError("PRODUCT_NOT_FOUND");
    if (!product.isSelling) throw new AppError("SALES_STOPPED");
    return snapshotOfProduct(product);
  }
  const plan = await findPlanOnSale(wanted.planId);
  if (!plan) throw new AppError("PLAN_NOT_FOUND");
  if (!plan.isSelling) throw new AppError("SALES_STOPPED");
  return snapshotOfPlan(plan, wanted.billingCycle);
}
