import { isDeepStrictEqual } from "node:util";
import type { AdminPlanView, ChangePlan } from "../contracts/catalog-admin.ts";
import { invariant } from "../core/assert.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { planChanged, requireRoom, runGoodsCommit } from "./goods-commit.ts";
import { planTermsOf, withChanges } from "./rules.ts";
import { findPlan } from "./store.ts";
import { adminPlanView } from "./view.ts";

/**
 * An admin changes a plan from the version that they saw. Orders and periods that exist keep what they were bought
 * under (docs/rules.md R102).
 * What changes nothing writes nothing. One commit. Throws PLAN_NOT_FOUND (404), CATALOG_CHANGED, CATALOG_NAME_TAKEN,
 * CATALOG_FULL (409).
 */
export async function changePlan(
  id: number,
  { version, reason, ...changes }: ChangePlan,
  context: Context,
): Promise<AdminPlanView> {
  const row = await findPlan(id);
  if (!row) throw new AppError("PLAN_NOT_FOUND");
  if (row.version !== version) throw new AppError("CATALOG_CHANGED");
  const before = planTermsOf(row);
  const after = withChanges(before, changes);
  if (isDeepStrictEqual(before, after)) return adminPlanView(row);
  const goesOnSale = before.status !== "ON_SALE" && after.status === "ON_SALE";
  await requireRoom("SUBSCRIPTION", { isNew: false, goesOnSale });
  const commit = new Commit("changePlan");
  planChanged(commit, row, after, { reason, context });
  await runGoodsCommit(commit);
  const changed = await findPlan(id);
  invariant(changed, "nothing is deleted");
  return adminPlanView(changed);
}
