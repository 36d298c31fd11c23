import { getCustomer } from "../accounts/get-customer.ts";
import type { LedgerEntryView } from "../contracts/credits.ts";
import { listPage, type ListWish } from "../contracts/service-values.ts";
import { ledgerEntryView } from "../credits/view.ts";
import { findCustomerLedger } from "./service-order-store.ts";

/** Every change of a customer's credits, newest first. Two reads. Throws CUSTOMER_NOT_FOUND (404). */
export async function listCustomerLedger(
  customerId: string,
  wish: ListWish,
): Promise<{ data: LedgerEntryView[]; next: number | null }> {
  const { memberId } = await getCustomer(customerId);
  return listPage(
    wish,
    (part) => findCustomerLedger(memberId, part),
    ({ orderSn, ...entry }) => ledgerEntryView({ ...entry, order: orderSn === null ? null : { orderSn } }),
  );
}
