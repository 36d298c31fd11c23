import { getCustomer } from "../accounts/get-customer.ts";
import type { ServiceOrderRow } from "../contracts/service-orders.ts";
import { listPage, type ListWish } from "../contracts/service-values.ts";
import { findCustomerOrders } from "./service-order-store.ts";
import { serviceOrderRow } from "./view.ts";

/** A customer's orders, newest first. Two reads. Throws CUSTOMER_NOT_FOUND (404). */
export async function listCustomerOrders(
  customerId: string,
  wish: ListWish,
): Promise<{ data: ServiceOrderRow[]; next: number | null }> {
  const { memberId } = await getCustomer(customerId);
  return listPage(wish, (part) => findCustomerOrders(memberId, part), serviceOrderRow);
}
