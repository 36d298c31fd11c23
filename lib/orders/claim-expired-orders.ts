import { claimExpired, countExpired, type ExpiredOrder } from "./store.ts";

export type { ExpiredOrder } from "./store.ts";

/** Unpaid orders past their deadline, at most `limit`, held for one worker until `leaseUntil`. One statement. */
export function claimExpiredOrders(now: Date, leaseUntil: Date, limit: number): Promise<ExpiredOrder[]> {
  return claimExpired(now, leaseUntil, limit);
}

/** How many unpaid orders past their deadline nobody holds, counted no further than LEFT_COUNTED. */
export function countExpiredOrders(now: Date): Promise<number> {
  return countExpired(now);
}
