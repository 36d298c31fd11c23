import type { CatalogView } from "../contracts/catalog.ts";
import { findPlansOnSale, findProductsOnSale } from "./store.ts";
import { creditProductView, planView } from "./view.ts";

/** Everything on sale, with prices in yuan. Two reads side by side. */
export async function listCatalog(): Promise<CatalogView> {
  const [products, plans] = await Promise.all([findProductsOnSale(), findPlansOnSale()]);
  return { creditProducts: products.map(creditProductView), plans: plans.map(planView) };
}
