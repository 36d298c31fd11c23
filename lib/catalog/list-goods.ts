import type { AdminPlanView, AdminProductView, GoodsVersions } from "../contracts/catalog-admin.ts";
import { AppError } from "../core/errors.ts";
import { MAX_GOODS } from "./rules.ts";
import { findPack, findPacks, findPlan, findPlans, findVersions } from "./store.ts";
import { adminPlanView, adminProductView, versionsView } from "./view.ts";

/** Every pack, those on sale first. One read. */
export async function listProducts(): Promise<{ list: AdminProductView[] }> {
  return { list: (await findPacks(MAX_GOODS)).map(adminProductView) };
}

/** Every plan, those on sale first. One read. */
export async function listPlans(): Promise<{ list: AdminPlanView[] }> {
  return { list: (await findPlans(MAX_GOODS)).map(adminPlanView) };
}

const VERSIONS_PER_PAGE = 20;

/** The versions of a pack, newest first. `before`: where the page before ended. Throws PRODUCT_NOT_FOUND (404). Two reads. */
export async function listProductVersions(id: number, before: number | undefined): Promise<GoodsVersions> {
  if (!(await findPack(id))) throw new AppError("PRODUCT_NOT_FOUND");
  const found = await findVersions("CREDITS", BigInt(id), before, VERSIONS_PER_PAGE + 1);
  return versionsView(found, VERSIONS_PER_PAGE);
}

/** The versions of a plan, newest first. `before`: where the page before ended. Throws PLAN_NOT_FOUND (404). Two reads. */
export async function listPlanVersions(id: number, before: number | undefined): Promise<GoodsVersions> {
  if (!(await findPlan(id))) throw new AppError("PLAN_NOT_FOUND");
  const found = await findVersions("SUBSCRIPTION", BigInt(id), before, VERSIONS_PER_PAGE + 1);
  return versionsView(found, VERSIONS_PER_PAGE);
}
