import { invariant } from "../core/assert.ts";
import type { Actor } from "../core/context.ts";
import { after, MINUTE_MS, SECOND_MS } from "../core/time.ts";

/** How long a reservation holds when its maker does not say. */
const LEASE_MS = 15 * MINUTE_MS;

export function leaseEnd(leaseSeconds: number | undefined, now: Date): Date {
  return after(now, leaseSeconds === undefined ? LEASE_MS : leaseSeconds * SECOND_MS);
}

export interface LotState {
  readonly remaining: number;
  readonly frozen: number;
  readonly reserved: number;
}

/** What nobody holds: not frozen for a refund, not reserved for a job. */
export function freeOf({ remaining, frozen, reserved }: LotState): number {
  return remaining - frozen - reserved;
}

export function isExpired(lot: { readonly expireTime: Date | null }, now: Date): boolean {
  return lot.expireTime !== null && lot.expireTime <= now;
}

/** What a refund can take of a lot: what nobody holds, unless its day has passed, whether or not the cron has been there. */
export function takeable(lot: LotState & { readonly expireTime: Date | null }, now: Date): number {
  return isExpired(lot, now) ? 0 : freeOf(lot);
}

export interface Held {
  readonly lotId: bigint;
  readonly amount: number;
}

/** Of each reserved lot, in the order of spending, how much `used` credits take. The rest of what was held is free again. */
export function takeFromHeld(held: readonly Held[], used: number): Held[] {
  let left = used;
  const taken = held.map(({ lotId, amount }) => {
    const part = Math.min(amount, left);
    left -= part;
    return { lotId, amount: part };
  });
  invariant(left === 0, "a job uses at most what it reserved");
  return taken;
}

export type ReservationStatus = "HELD" | "COMMITTED" | "RELEASED" | "EXPIRED";

/** A lease that has run out holds nothing, whether or not the cron has been there. */
export function holds(
  reservation: { readonly status: ReservationStatus; readonly leaseUntil: Date },
  now: Date,
): boolean {
  return reservation.status === "HELD" && now < reservation.leaseUntil;
}

export function statusAt(
  reservation: { readonly status: ReservationStatus; readonly leaseUntil: Date },
  now: Date,
): ReservationStatus {
  return reservation.status === "HELD" && !holds(reservation, now) ? "EXPIRED" : reservation.status;
}

/**
 * Who ends a reservation: what the product's backend holds for a job, the backend alone. Its member would commit one
 * credit for work that costs a hundred. Another's is ended by its member, and by the backend.
 */
export function mayEnd(maker: string, caller: Actor): boolean {
  return caller.startsWith("service:") || !maker.startsWith("service:");
}
