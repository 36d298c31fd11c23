import { isDeepStrictEqual } from "node:util";
import type { AdminProductView, ChangeProduct } from "../contracts/catalog-admin.ts";
import { invariant } from "../core/assert.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { packChanged, requireRoom, runGoodsCommit } from "./goods-commit.ts";
import { packTermsOf, withChanges } from "./rules.ts";
import { findPack } from "./store.ts";
import { adminProductView } from "./view.ts";

/**
 * An admin changes a pack from the version that they saw. Orders that exist keep their own snapshot (docs/rules.md R5).
 * What changes nothing writes nothing. One commit. Throws PRODUCT_NOT_FOUND (404), CATALOG_CHANGED, CATALOG_NAME_TAKEN,
 * CATALOG_FULL (409).
 */
export async function changeProduct(
  id: number,
  { version, reason, ...changes }: ChangeProduct,
  context: Context,
): Promise<AdminProductView> {
  const row = await findPack(id);
  if (!row) throw new AppError("PRODUCT_NOT_FOUND");
  if (row.version !== version) throw new AppError("CATALOG_CHANGED");
  const before = packTermsOf(row);
  const after = withChanges(before, changes);
  if (isDeepStrictEqual(before, after)) return adminProductView(row);
  const goesOnSale = before.status !== "ON_SALE" && after.status === "ON_SALE";
  await requireRoom("CREDITS", { isNew: false, goesOnSale });
  const commit = new Commit("changeProduct");
  packChanged(commit, row, after, { reason, context });
  await runGoodsCommit(commit);
  const changed = await findPack(id);
  invariant(changed, "nothing is deleted");
  return adminProductView(changed);
}
