import type { CustomerView } from "../contracts/service-customers.ts";
import { AppError } from "../core/errors.ts";
import { findCustomerState } from "./customer-store.ts";
import { customerView } from "./view.ts";

/**
 * What a product needs to decide about its user: credits, plan, what is unpaid and what is being refunded. One read. Throws
 * CUSTOMER_NOT_FOUND (404).
 */
export async function getCustomerState(customerId: string, now: Date): Promise<CustomerView> {
  const found = await findCustomerState(customerId, now);
  if (!found) throw new AppError("CUSTOMER_NOT_FOUND");
  return customerView(found, now);
}
