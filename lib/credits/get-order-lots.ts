import { findOrderLots, type OrderLot } from "./store.ts";

export type { OrderLot } from "./store.ts";

/** The lots of an order with what remains of them, bonus first. One read. */
export function getOrderLots(orderId: bigint, now: Date): Promise<OrderLot[]> {
  return findOrderLots(orderId, now);
}
