import type { AdminPlanView, CreatePlan } from "../contracts/catalog-admin.ts";
import { invariant } from "../core/assert.ts";
import type { Context } from "../core/context.ts";
import { Commit } from "../db/commit.ts";
import { planAdded, requireRoom, runGoodsCommit } from "./goods-commit.ts";
import { findPlanOfCode } from "./store.ts";
import { adminPlanView } from "./view.ts";

/** An admin adds a plan. One commit. Throws CATALOG_NAME_TAKEN, CATALOG_FULL (409). */
export async function createPlan({ reason, code, ...terms }: CreatePlan, context: Context): Promise<AdminPlanView> {
  await requireRoom("SUBSCRIPTION", { isNew: true, goesOnSale: terms.status === "ON_SALE" });
  const commit = new Commit("createPlan");
  planAdded(commit, code, terms, { reason, context });
  await runGoodsCommit(commit);
  const row = await findPlanOfCode(code);
  invariant(row, "nothing is deleted");
  return adminPlanView(row);
}
