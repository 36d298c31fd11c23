import type { Fen } from "../core/money.ts";
import type { DeliveryStatus, OrderStatus } from "../core/states.ts";
import { after, MINUTE_MS } from "../core/time.ts";

/** Delays of the retries after the first failure. Then an alert is raised (docs/rules.md R19). */
const RETRY_AFTER_MS = [1 * MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS] as const;

/** The instant of the next retry after `retryCount` retries have been made; null: give up and raise an alert. */
export function nextRetryAt(retryCount: number, now: Date): Date | null {
  const wait = RETRY_AFTER_MS[retryCount];
  return wait === undefined ? null : after(now, wait);
}

/** Whether a delivery that was given up may be tried again: only a paid order gets goods. */
export function redeliverable(order: {
  readonly status: OrderStatus;
  readonly deliveryStatus: DeliveryStatus;
}): boolean {
  return isOwed(order) && order.deliveryStatus === "FAILED";
}

/** Whether the order's goods are still owed. */
export function isOwed(order: { readonly status: OrderStatus; readonly deliveryStatus: DeliveryStatus }): boolean {
  return order.status === "PAID" && order.deliveryStatus !== "DELIVERED";
}

/** Delay of a delivery whose attempt failed because our database was unavailable. */
export const WAIT_MS = MINUTE_MS;

/** Lease of a claimed delivery. */
export const LEASE_MS = 2 * MINUTE_MS;

/** Delay before a delivery is checked again while a refund is open. */
export const LOOK_AGAIN_MS = 30 * MINUTE_MS;

/** What a kind of goods keeps as JSON in a refund's row. The kind of that type alone reads the rest of it. */
export interface Kept {
  /** A product type, or NONE: the goods were still owed. */
  readonly type: string;
  readonly [field: string]: unknown;
}

/** The part of the whole price that comes back, with everything that went into it, and what a refund then holds. */
export interface Share {
  readonly sum: Kept;
  readonly part: number;
  readonly whole: number;
  readonly held: Kept;
}

/** JOB_RUNNING: some of the goods are reserved, so nobody knows yet whether they will be used. */
export type Quoted = Share | "JOB_RUNNING";

/** Goods that are still owed: all of the money comes back. */
export const OWED_QUOTE: Share = { sum: { type: "NONE" }, part: 1, whole: 1, held: { type: "NONE" } };

/** Held of goods that are over: nothing. */
export const OVER: Kept = { type: "OVER" };

/** One line of a sum, for people. */
export interface Line {
  readonly label: string;
  readonly value: string;
}

/** A sum as it was shown. Kept as JSON in the refund's row: what was shown is what is executed. */
export interface KeptQuote {
  readonly paidFen: Fen;
  readonly amountFen: Fen;
  readonly sum: Kept;
}
