import type { ServiceOrder } from "../contracts/service-orders.ts";
import { AppError } from "../core/errors.ts";
import { findServiceOrder } from "./service-order-store.ts";
import { serviceOrderView } from "./view.ts";

/** An order of a customer, whole. One read. Throws ORDER_NOT_FOUND (404), also where the product does not know its buyer. */
export async function getServiceOrder(orderSn: string): Promise<ServiceOrder> {
  const found = await findServiceOrder(orderSn);
  if (!found) throw new AppError("ORDER_NOT_FOUND");
  return serviceOrderView(found);
}
