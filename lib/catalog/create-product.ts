import { invariant } from "../core/assert.ts";
import type { AdminProductView, CreateProduct } from "../contracts/catalog-admin.ts";
import type { Context } from "../core/context.ts";
import { Commit } from "../db/commit.ts";
import { packAdded, requireRoom, runGoodsCommit } from "./goods-commit.ts";
import { findPackNamed } from "./store.ts";
import { adminProductView } from "./view.ts";

/** An admin adds a pack. One commit. Throws CATALOG_NAME_TAKEN, CATALOG_FULL (409). */
export async function createProduct({ reason, ...terms }: CreateProduct, context: Context): Promise<AdminProductView> {
  await requireRoom("CREDITS", { isNew: true, goesOnSale: terms.status === "ON_SALE" });
  const commit = new Commit("createProduct");
  packAdded(commit, terms, { reason, context });
  await runGoodsCommit(commit);
  const row = await findPackNamed(terms.name);
  invariant(row, "nothing is deleted");
  return adminProductView(row);
}
