import { audit } from "../accounts/parts.ts";
import type { AdminSalesView, SwitchSales } from "../contracts/sales.ts";
import type { Context } from "../core/context.ts";
import { Commit } from "../db/commit.ts";
import { getAdminSales } from "./get-sales.ts";
import { setSales } from "./parts.ts";

/**
 * An admin stops or starts sales, with a reason that the audit keeps. Orders that exist can be paid, cancelled and refunded
 * as before. One commit, one read.
 */
export async function switchSales(wanted: SwitchSales, context: Context): Promise<AdminSalesView> {
  const commit = new Commit("switchSales");
  setSales(commit, wanted, context);
  audit(commit, wanted.isOpen ? "SALES_STARTED" : "SALES_STOPPED", "sales", { reason: wanted.reason }, context);
  await commit.run();
  return getAdminSales(context.now);
}
