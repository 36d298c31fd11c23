import { after, MINUTE_MS } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { giveBackClaim } from "./parts.ts";
import { claimExpired, type ExpiredOrder } from "./store.ts";

export type { ExpiredOrder } from "./store.ts";

/** Longer than asking and closing at Alipay can take (three calls of 8 s). */
const LEASE_MS = MINUTE_MS;

/** Unpaid orders past their deadline, at most `limit`, held for one worker. One statement; the lease is its commit. */
export function claimExpiredOrders(now: Date, limit: number): Promise<ExpiredOrder[]> {
  return claimExpired(now, after(now, LEASE_MS), limit);
}

/** After a try without a conclusive answer: a worker that died keeps its claim for the lease, one that lives does not. */
export async function giveBackExpiredOrder(orderSn: string, now: Date): Promise<void> {
  const commit = new Commit("giveBackExpiredOrder");
  giveBackClaim(commit, orderSn, now);
  await commit.run();
}
