import { claimDueDeliveries, claimGivenUpDelivery } from "./parts.ts";

export interface DueDelivery {
  id: bigint;
  orderId: bigint;
  retryCount: number;
}

export function claimDue(now: Date, leaseUntil: Date, limit: number): Promise<DueDelivery[]> {
  return claimDueDeliveries(now, leaseUntil, limit).execute();
}

export async function claimGivenUp(orderId: bigint, now: Date, leaseUntil: Date): Promise<DueDelivery | null> {
  return (await claimGivenUpDelivery(orderId, now, leaseUntil).executeTakeFirst()) ?? null;
}
