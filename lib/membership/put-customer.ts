import { saveCustomer } from "../accounts/save-customer.ts";
import type { CustomerView, PutCustomerBody } from "../contracts/service-customers.ts";
import type { Context } from "../core/context.ts";
import { getCustomerState } from "./get-customer-state.ts";

/** Makes or changes a customer of the product, and shows it as `getCustomerState` does. Two reads, one commit. */
export async function putCustomer(
  customerId: string,
  given: PutCustomerBody,
  context: Context,
): Promise<{ isNew: boolean; customer: CustomerView }> {
  const isNew = await saveCustomer(customerId, given, context);
  return { isNew, customer: await getCustomerState(customerId, context.now) };
}
