import type { Actor } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { mayEnd, type Held } from "./rules.ts";
import { findReservation, type StoredReservation } from "./reservation-store.ts";

/** The member's reservation that `caller` may end, with the lots it holds. One read. Throws NOT_FOUND (404). */
export async function getReservation(memberId: bigint, bizId: string, caller: Actor): Promise<StoredReservation> {
  const reservation = await findReservation(memberId, bizId);
  if (!reservation || !mayEnd(reservation.actor, caller)) throw new AppError("NOT_FOUND");
  return reservation;
}

export function heldBy({ lots }: StoredReservation): Held[] {
  return lots.map(({ lotId, amount }) => ({ lotId: BigInt(lotId), amount }));
}
