import type { DeliveryStatus, OrderStatus } from "../core/states.ts";
import { after, MINUTE_MS } from "../core/time.ts";
import { freeOf, isExpired, type LotState } from "../credits/rules.ts";
import type { Period } from "../subscriptions/rules.ts";

/** Retries after the first failure, and how long to wait before each. Then a person is told (contract section 4, rule 2). */
const RETRY_AFTER_MS = [1 * MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS] as const;

/** The instant of the next retry after `retryCount` retries have been made; null: give up and tell a person. */
export function nextRetryAt(retryCount: number, now: Date): Date | null {
  const wait = RETRY_AFTER_MS[retryCount];
  return wait === undefined ? null : after(now, wait);
}

/** Whether a delivery that was given up may be tried again: only a paid order gets goods. */
export function redeliverable(order: {
  readonly status: OrderStatus;
  readonly deliveryStatus: DeliveryStatus;
}): boolean {
  return order.status === "PAID" && order.deliveryStatus === "FAILED";
}

/** How long a delivery waits that our own database kept from being tried. */
export const WAIT_MS = MINUTE_MS;

/** How long a worker may hold one delivery; a killed worker's delivery is taken over after it. */
export const LEASE_MS = 2 * MINUTE_MS;

/** How long an order whose refund is under way is left alone before its delivery is looked at again. */
export const LOOK_AGAIN_MS = 30 * MINUTE_MS;

export interface LotFacts extends LotState {
  readonly id: bigint;
  readonly kind: "PAID" | "BONUS";
  readonly granted: number;
  readonly expireTime: Date | null;
}

export interface SegmentFacts extends Period {
  readonly id: bigint;
  readonly version: number;
}

/** What an order handed over, as it stands now. NONE: its goods are still owed. */
export type Goods =
  | { readonly type: "NONE" }
  | { readonly type: "CREDITS"; readonly lots: readonly LotFacts[] }
  | { readonly type: "SUBSCRIPTION"; readonly segment: SegmentFacts; readonly later: readonly SegmentFacts[] };

/** What a refund holds and will take back. It is kept as JSON in the refund's row, so its ids are numbers. */
export type HeldGoods =
  | { readonly type: "NONE" }
  | { readonly type: "CREDITS"; readonly lots: readonly { readonly lotId: number; readonly amount: number }[] }
  | { readonly type: "SUBSCRIPTION"; readonly segmentId: number };

/** What a refund can take of a lot: what nobody holds, unless its day has passed, whether or not the cron has been there. */
export function takeable(lot: Omit<LotFacts, "id">, now: Date): number {
  return isExpired(lot, now) ? 0 : freeOf(lot);
}

/** What a refund asked for now would hold: all of these goods that is left. */
export function holdOf(goods: Goods, now: Date): HeldGoods {
  switch (goods.type) {
    case "NONE":
      return goods;
    case "CREDITS": {
      const lots = goods.lots.map((lot) => ({ lotId: Number(lot.id), amount: takeable(lot, now) }));
      return { type: "CREDITS", lots: lots.filter((lot) => lot.amount > 0) };
    }
    case "SUBSCRIPTION":
      return { type: "SUBSCRIPTION", segmentId: Number(goods.segment.id) };
  }
}
