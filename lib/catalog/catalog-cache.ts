import type { Redis } from "ioredis";
import { openTiers } from "../cache/tiers.ts";
import { catalogView, type CatalogView } from "../contracts/catalog.ts";
import type { VersionWatch } from "../db/version-watch.ts";
import { listCatalog } from "./list-catalog.ts";
import { findCatalogVersion } from "./store.ts";

export interface CatalogCache {
  /** Everything on sale. Throws BUSY (503). */
  show(): Promise<CatalogView>;
}

/** The catalogue of `version`; undefined where another has come since. */
async function loadVersion(version: string): Promise<CatalogView | undefined> {
  const catalog = await listCatalog();
  // Versions only rise, and `version` stood before the reading: where it stands after it, too, nothing else was read.
  return String(await findCatalogVersion()) === version ? catalog : undefined;
}

/**
 * Caches the catalogue under its version, for as long as `changes` is sure of it. Where the version is not known, the
 * database is read.
 */
export function openCatalogCache(changes: VersionWatch, redis: Redis | null): CatalogCache {
  const tiers = openTiers({ name: "catalog", schema: catalogView, redis, load: loadVersion });
  return {
    async show() {
      const { version } = changes;
      const catalog = version === null ? null : await tiers.get(String(version));
      return catalog ?? listCatalog();
    },
  };
}
