import { sharedRedis } from "../cache/redis.ts";
import type { CatalogView } from "../contracts/catalog.ts";
import type { ServiceCatalog } from "../contracts/service-orders.ts";
import { VersionWatch } from "../db/version-watch.ts";
import { openCatalogCache, type CatalogCache } from "./catalog-cache.ts";
import { databaseEnv } from "../env.ts";
import { listCatalog } from "./list-catalog.ts";
import { CATALOG_CHANGES } from "./store.ts";
import { serviceCatalogView } from "./view.ts";

/** One cache per process; survives hot reloads in development. */
const shared = globalThis as typeof globalThis & { zhangfangCatalog?: CatalogCache };

/**
 * From now on this process caches the catalogue. Only for a server that runs between requests and so hears of changes; and
 * not through a pooler of transactions, which drops what it would hear.
 */
export function cacheCatalog(): void {
  if (databaseEnv().poolMode === "transaction") return;
  shared.zhangfangCatalog ??= openCatalogCache(new VersionWatch(CATALOG_CHANGES), sharedRedis());
}

/**
 * Everything on sale, to be shown: cached for ten minutes, and read anew once a change is committed (docs/rules.md R72). What
 * somebody buys is read by `getProduct`. Throws BUSY (503).
 */
export function showCatalog(): Promise<CatalogView> {
  return shared.zhangfangCatalog?.show() ?? listCatalog();
}

/** The same for the product's own back end: prices in fen. */
export async function showServiceCatalog(): Promise<ServiceCatalog> {
  return serviceCatalogView(await showCatalog());
}
