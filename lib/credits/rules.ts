import type { CreditOrigin } from "../contracts/codes.ts";
import { invariant } from "../core/assert.ts";
import type { Actor } from "../core/context.ts";
import { after, DAY_MS, MINUTE_MS, SECOND_MS } from "../core/time.ts";

/** Default lease of a reservation. */
const LEASE_MS = 15 * MINUTE_MS;

export function leaseEnd(leaseSeconds: number | undefined, now: Date): Date {
  return after(now, leaseSeconds === undefined ? LEASE_MS : leaseSeconds * SECOND_MS);
}

export interface LotState {
  readonly remaining: number;
  readonly frozen: number;
  readonly reserved: number;
}

/** Free credits: not frozen for a refund, not reserved for a job. */
export function freeOf({ remaining, frozen, reserved }: LotState): number {
  return remaining - frozen - reserved;
}

export function isExpired(lot: { readonly expireTime: Date | null }, now: Date): boolean {
  return lot.expireTime !== null && lot.expireTime <= now;
}

/** The credits a refund can take from a lot: the free ones, and none of an expired lot. */
export function takeable(lot: LotState & { readonly expireTime: Date | null }, now: Date): number {
  return isExpired(lot, now) ? 0 : freeOf(lot);
}

export interface Held {
  readonly lotId: bigint;
  readonly amount: number;
}

/** How much of each reserved lot is consumed, in spending order. The rest is released. */
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

/** A member's lot of which something is free, and where it comes from. */
export interface FreeLot extends LotState {
  readonly id: bigint;
  readonly origin: CreditOrigin;
}

/**
 * What a correction takes of each lot: of those that the shop gave first, because what it takes of an order's lot counts as
 * used in the refund of that order; else in the order in which they are given. null: not so many are free.
 */
export function takeFree<Lot extends FreeLot>(
  lots: readonly Lot[],
  wanted: number,
): { lot: Lot; amount: number }[] | null {
  let left = wanted;
  const given = (lot: Lot) => lot.origin !== "ORDER";
  const taken = [...lots.filter(given), ...lots.filter((lot) => !given(lot))].map((lot) => {
    const amount = Math.min(freeOf(lot), left);
    left -= amount;
    return { lot, amount };
  });
  return left > 0 ? null : taken.filter(({ amount }) => amount > 0);
}

/** How many credits one person gives and takes within ALONE_WINDOW_MS without a second one, where no admin set it otherwise. */
export const CREDITS_ALONE = 10_000;
export const ALONE_WINDOW_MS = DAY_MS;

/** Whether a second person must confirm it. Nobody gives to themselves. `alone`: what this person did alone within the window, and may do (null: nobody set it). */
export function needsSecondPerson(
  act: { readonly amount: number; readonly isOwn: boolean },
  { alone, limit }: { readonly alone: number; readonly limit: number | null },
): boolean {
  return act.isOwn || alone + Math.abs(act.amount) > (limit ?? CREDITS_ALONE);
}

export type AdjustmentVerdict = "approve" | "reject";

/**
 * What a decision about a waiting adjustment comes to. own: whoever asked for it, or would get it, does not grant it; whoever
 * asked may take it back.
 */
export function judgeAdjustment(
  adjustment: {
    readonly status: "PENDING" | "DONE" | "REJECTED";
    readonly requestedBy: bigint;
    readonly memberId: bigint;
  },
  adminId: bigint,
  verdict: AdjustmentVerdict,
): "DONE" | "REJECTED" | "own" | "over" {
  if (adjustment.status !== "PENDING") return "over";
  if (verdict === "reject") return "REJECTED";
  return adminId === adjustment.requestedBy || adminId === adjustment.memberId ? "own" : "DONE";
}

interface NumberedAct {
  readonly requestedBy: bigint;
  /** Of this person's acts. */
  readonly requestSeq: number;
}

/** What an adjustment is called in the commit that makes it, where it has no number of its own yet. */
export function nameOfAct({ requestedBy, requestSeq }: NumberedAct): string {
  return `${requestedBy}:${requestSeq}`;
}

/** What people are told while an adjustment waits for a second person (docs/rules.md R157). */
export function waitingAlert(act: NumberedAct & { readonly memberId: bigint; readonly amount: number }) {
  const detail = { memberId: Number(act.memberId), credits: act.amount };
  return { kind: "CREDITS_WAITING", cause: nameOfAct(act), orderSn: null, detail } as const;
}

/** What a lot paid of a consumption, and what of it was given back. */
export interface PaidShare {
  readonly lotId: bigint;
  readonly paid: number;
  readonly returned: number;
}

/**
 * To which lots an amount of a consumption goes back: to those that paid last first, as if only the rest had been spent.
 * `shares`: in the order in which they paid.
 */
export function giveBackTo(shares: readonly PaidShare[], amount: number): Held[] {
  let left = amount;
  const given = shares.toReversed().map(({ lotId, paid, returned }) => {
    const part = Math.min(paid - returned, left);
    left -= part;
    return { lotId, amount: part };
  });
  invariant(left === 0, "no more is given back than was spent");
  return given.filter((part) => part.amount > 0);
}

export type ReservationStatus = "HELD" | "COMMITTED" | "RELEASED" | "EXPIRED";

/** An expired lease holds nothing, whether or not the job has released it. */
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
 * Who may end a reservation. One made by the back end: a back end only, because the member could commit 1 credit for a
 * job that costs 100. One made by the member: the member or a back end.
 */
export function mayEnd(maker: string, caller: Actor): boolean {
  return caller.startsWith("service:") || !maker.startsWith("service:");
}
