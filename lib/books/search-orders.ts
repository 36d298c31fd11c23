import type { FoundOrders, SearchOrdersQuery } from "../contracts/admin-orders.ts";
import { getAnyOrders } from "../orders/get-order.ts";
import { adminOrderRow } from "../orders/view.ts";
import { findOrderIds } from "./store.ts";

const ORDERS_SHOWN = 20;

/**
 * Anybody's orders, newest first: those that a number or an address belongs to, or all. A number is the order's, the
 * out_trade_no of an attempt, or an Alipay trade number. Two reads; the second joins only what is shown.
 */
export async function searchOrders(search: SearchOrdersQuery, now: Date): Promise<FoundOrders> {
  const { query, before, pageSize = ORDERS_SHOWN } = search;
  const ids = await findOrderIds({ query, before, limit: pageSize + 1 });
  const shown = ids.slice(0, pageSize);
  const orders = await getAnyOrders(shown);
  const next = ids.length > pageSize ? Number(shown.at(-1)) : null;
  return { list: orders.map((order) => adminOrderRow(order, now)), next };
}
