import type { AdminSalesView, SalesView } from "../contracts/sales.ts";
import { findSales } from "./store.ts";
import { adminSalesView, salesView } from "./view.ts";

/** Whether the shop sells and Alipay answers, as a buyer should know it. One read. */
export async function getSales(now: Date): Promise<SalesView> {
  return salesView(await findSales(), now);
}

/** The same for an operator, with the reason of the last switch and since when Alipay fails. One read. */
export async function getAdminSales(now: Date): Promise<AdminSalesView> {
  return adminSalesView(await findSales(), now);
}
