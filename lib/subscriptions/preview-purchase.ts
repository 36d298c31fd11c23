import { getProduct } from "../catalog/get-product.ts";
import { cycleOfWord } from "../contracts/catalog.ts";
import type { PreviewPurchaseQuery, PurchasePreviewView } from "../contracts/subscriptions.ts";
import { invariant } from "../core/assert.ts";
import { previewOf } from "./rules.ts";
import { findOpenSegments } from "./store.ts";
import { purchasePreviewView } from "./view.ts";

/**
 * The effect of buying this plan now, by the same rule as the delivery. Two reads. Throws PLAN_NOT_FOUND,
 * TERM_NOT_FOUND (404),
 * SALES_STOPPED (409).
 */
export async function previewPurchase(
  memberId: bigint,
  query: PreviewPurchaseQuery,
  now: Date,
): Promise<PurchasePreviewView> {
  const billingCycle = cycleOfWord(query.billingCycle);
  const [goods, segments] = await Promise.all([
    getProduct({ type: "SUBSCRIPTION", planId: query.planId, billingCycle }),
    findOpenSegments(memberId, now),
  ]);
  invariant(goods.type === "SUBSCRIPTION", "a plan was asked for");
  return purchasePreviewView(previewOf(segments, { code: goods.planCode, level: goods.planLevel }, billingCycle, now));
}
