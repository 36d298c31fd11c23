import { findOrderLots, type OrderLot } from "./store.ts";

export type { OrderLot } from "./store.ts";

/** What an order granted and what is left of it, bonus first. One read. */
export function getOrderLots(orderId: bigint, now: Date): Promise<OrderLot[]> {
  return findOrderLots(orderId, now);
}
