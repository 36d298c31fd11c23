import { audit } from "../accounts/parts.ts";
import type { PackTerms, PlanTerms } from "../contracts/catalog-admin.ts";
import { AppError } from "../core/errors.ts";
import type { ProductType } from "../core/states.ts";
import type { Commit, Done } from "../db/commit.ts";
import { CommitConflict } from "../db/conflict.ts";
import { insertPack, insertPlan, updatePack, updatePlan, type GoodsChangeNote } from "./parts.ts";
import { hasRoom, packColumns, packTermsOf, planColumns, planTermsOf } from "./rules.ts";
import { countGoods, type StoredPack, type StoredPlan } from "./store.ts";

/** What a form and a file write of goods: the row, whose version the database keeps, and the line in the audit log. */

export function packAdded(commit: Commit, after: PackTerms, note: GoodsChangeNote): void {
  insertPack(commit, packColumns(after), note);
  audit(commit, "PRODUCT_CREATED", `product:${after.name}`, { after, reason: note.reason }, note.context);
}

export function packChanged(commit: Commit, row: StoredPack, after: PackTerms, note: GoodsChangeNote): void {
  updatePack(commit, row, packColumns(after), note);
  const detail = { before: packTermsOf(row), after, reason: note.reason };
  audit(commit, "PRODUCT_CHANGED", `product:${row.id}`, detail, note.context);
}

export function planAdded(commit: Commit, code: string, after: PlanTerms, note: GoodsChangeNote): void {
  insertPlan(commit, { code, ...planColumns(after) }, note);
  audit(commit, "PLAN_CREATED", `plan:${code}`, { after, reason: note.reason }, note.context);
}

export function planChanged(commit: Commit, row: StoredPlan, after: PlanTerms, note: GoodsChangeNote): void {
  updatePlan(commit, row, planColumns(after), note);
  const detail = { before: planTermsOf(row), after, reason: note.reason };
  audit(commit, "PLAN_CHANGED", `plan:${row.code}`, detail, note.context);
}

/** Throws CATALOG_FULL (409). One read, where there is something to ask. */
export async function requireRoom(type: ProductType, added: { isNew: boolean; goesOnSale: boolean }): Promise<void> {
  if (!added.isNew && !added.goesOnSale) return;
  if (!hasRoom(await countGoods(type), added)) throw new AppError("CATALOG_FULL");
}

const NAME_KEYS = new Set(["pms_credit_product_name_key", "ums_subscription_plans_code_key"]);

/** Throws CATALOG_NAME_TAKEN, or CATALOG_CHANGED where somebody else was first (409). */
export async function runGoodsCommit(commit: Commit): Promise<Done> {
  try {
    return await commit.run();
  } catch (error) {
    if (!(error instanceof CommitConflict)) throw error;
    throw new AppError(NAME_KEYS.has(error.part) ? "CATALOG_NAME_TAKEN" : "CATALOG_CHANGED");
  }
}
