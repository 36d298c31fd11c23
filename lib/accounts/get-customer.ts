import { AppError } from "../core/errors.ts";
import { findCustomer, type Customer } from "./store.ts";

export type { Customer } from "./store.ts";

/** The member that the product knows by this id, open or closed. One read by primary key. Throws CUSTOMER_NOT_FOUND (404). */
export async function getCustomer(customerId: string): Promise<Customer> {
  const customer = await findCustomer(customerId);
  if (!customer) throw new AppError("CUSTOMER_NOT_FOUND");
  return customer;
}
