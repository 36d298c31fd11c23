import { findOrderLots, type OrderLot } from "./store.ts";

export type { OrderLot } from "./store.ts";

/** What an order granted and what is left of it, bonus first. One read. */
export function getOrderLots(orderId: bigint): Promise<OrderLot[]> {
  return findOrderLots(orderId);
}
