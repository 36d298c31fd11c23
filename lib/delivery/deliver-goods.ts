import type { Context } from "../core/context.ts";
import type { DeliveryStatus, OrderStatus, ProductType } from "../core/states.ts";
import type { Commit, Write } from "../db/commit.ts";
import { moveOrder, type OrderEvent, type OrderPayment } from "../orders/parts.ts";
import type { OrderToGrant } from "./goods/kind.ts";
import { grantGoods } from "./goods/kinds.ts";
import { markDelivered, recordDelivered } from "./parts.ts";

/** An order as it was loaded, whose goods go out. */
export interface OrderToDeliver extends OrderToGrant {
  readonly productType: ProductType;
  readonly status: OrderStatus;
  readonly deliveryStatus: DeliveryStatus;
}

/** Goods that are ready to go out with a commit. */
export interface Delivery {
  readonly order: Pick<OrderToDeliver, "id" | "status" | "deliveryStatus">;
  readonly addGoods: Write;
}

/** Decides what goes out: lots of credits, a period of a plan. Credits need no read; a plan needs one. */
export async function prepareDelivery(order: OrderToDeliver, context: Context): Promise<Delivery> {
  return { order, addGoods: await grantGoods(order, context) };
}

/**
 * Adds a delivery to a commit: the order is PAID and DELIVERED, with its line of history, and the goods stand with the
 * record of their delivery. `payment`: what the same commit books, if it does.
 */
export function addDelivery(
  commit: Commit,
  { order, addGoods }: Delivery,
  payment: OrderPayment | null,
  event: OrderEvent,
  context: Context,
): void {
  const delivery = { from: order.deliveryStatus, to: "DELIVERED" } as const;
  moveOrder(commit, order, "PAID", { ...(payment && { payment }), delivery }, event, context);
  addGoods(commit);
  // An order that was paid before has the record that promised its goods.
  if (order.status === "PAID") markDelivered(commit, order.id, context.now);
  else recordDelivered(commit, order.id, context.now);
}
