import { row, rows } from "../db/sql.ts";
import { claimDueDeliveries, claimGivenUpDelivery } from "./parts.ts";

export interface DueDelivery {
  id: bigint;
  orderId: bigint;
  retryCount: number;
}

export function claimDue(now: Date, leaseUntil: Date, limit: number): Promise<DueDelivery[]> {
  return rows<DueDelivery>(claimDueDeliveries(now, leaseUntil, limit));
}

export function claimGivenUp(orderId: bigint, now: Date, leaseUntil: Date): Promise<DueDelivery | null> {
  return row<DueDelivery>(claimGivenUpDelivery(orderId, now, leaseUntil));
}
