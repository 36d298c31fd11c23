import type { ReservationView, ReserveCreditsBody } from "../contracts/credits.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { CommitConflict, retryOnConflict } from "../db/conflict.ts";
import { expireReservations } from "./expire-reservations.ts";
import { reserve } from "./spending-parts.ts";
import { leaseEnd, statusAt } from "./rules.ts";
import { findReservation } from "./reservation-store.ts";
import { findConsumption, sumLots } from "./store.ts";
import { reservationView } from "./view.ts";

/**
 * Holds exactly `amount` of the member's free credits for a job, once per `bizId`, until it is committed, released, or its
 * lease runs out. One statement and one commit when it goes through.
 * Throws INSUFFICIENT_CREDITS (409), BIZ_ID_REUSED (409), BUSY (503).
 */
export function reserveCredits(memberId: bigint, body: ReserveCreditsBody, context: Context): Promise<ReservationView> {
  const { amount, bizId, reason } = body;
  const leaseUntil = leaseEnd(body.leaseSeconds, context.now);
  return retryOnConflict(async () => {
    const commit = new Commit("reserveCredits");
    reserve(commit, { memberId, amount, bizId, reason }, leaseUntil, context);
    try {
      await commit.run();
      return reservationView({ bizId, amount, status: "HELD", leaseUntil });
    } catch (error) {
      if (!(error instanceof CommitConflict)) throw error;
      return (await reservedBefore(memberId, body, context.now)) ?? Promise.reject(error);
    }
  });
}

/**
 * Why nothing was reserved: a repeat (returns its current state), not enough credits, or a conflict (null: release
 * expired leases and retry).
 */
async function reservedBefore(memberId: bigint, body: ReserveCreditsBody, now: Date): Promise<ReservationView | null> {
  // Read the balance first: if the same bizId consumed the credits meanwhile, the next read finds it.
  const { available } = await sumLots(memberId, now);
  const [before, consumption] = await Promise.all([
    findReservation(memberId, body.bizId),
    findConsumption(memberId, body.bizId),
  ]);
  if (before) {
    if (before.amount !== body.amount || before.reason !== body.reason) throw new AppError("BIZ_ID_REUSED");
    return reservationView({ ...before, status: statusAt(before, now) });
  }
  if (consumption) throw new AppError("BIZ_ID_REUSED");
  if (available < body.amount) throw new AppError("INSUFFICIENT_CREDITS");
  await expireReservations(now, memberId);
  return null;
}
