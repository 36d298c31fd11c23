import { countDue } from "../db/due.ts";
import { claimDueDeliveries, claimGivenUpDelivery, claimOwedDelivery, dueDeliveries } from "./parts.ts";

export interface DueDelivery {
  id: bigint;
  orderId: bigint;
  retryCount: number;
}

export interface ClaimedDelivery extends DueDelivery {
  dueAt: Date;
}

export function claimDue(now: Date, leaseUntil: Date, limit: number): Promise<ClaimedDelivery[]> {
  return claimDueDeliveries(now, leaseUntil, limit).execute();
}

export function countDueDeliveries(now: Date): Promise<number> {
  return countDue(dueDeliveries(now));
}

export async function claimOwed(orderId: bigint, now: Date, leaseUntil: Date): Promise<DueDelivery | null> {
  return (await claimOwedDelivery(orderId, now, leaseUntil).executeTakeFirst()) ?? null;
}

export async function claimGivenUp(orderId: bigint, now: Date, leaseUntil: Date): Promise<DueDelivery | null> {
  return (await claimGivenUpDelivery(orderId, now, leaseUntil).executeTakeFirst()) ?? null;
}
