import type { CatalogView } from "../contracts/catalog.ts";
import { MAX_ON_SALE } from "./rules.ts";
import { findPlansOnSale, findProductsOnSale } from "./store.ts";
import { creditProductView, planView } from "./view.ts";

/** Everything on sale, with prices in yuan. Two reads side by side. */
export async function listCatalog(): Promise<CatalogView> {
  const [products, plans] = await Promise.all([findProductsOnSale(MAX_ON_SALE), findPlansOnSale(MAX_ON_SALE)]);
  return { creditProducts: products.map(creditProductView), plans: plans.map(planView) };
}
