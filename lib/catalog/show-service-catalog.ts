import type { ServiceCatalog } from "../contracts/service-orders.ts";
import { showCatalog } from "./show-catalog.ts";
import { serviceCatalogView } from "./view.ts";

/** What is on sale, as `showCatalog` has it, for the product's own back end: prices in fen. */
export async function showServiceCatalog(): Promise<ServiceCatalog> {
  return serviceCatalogView(await showCatalog());
}
