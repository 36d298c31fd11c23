import type { CommitReservationBody, ConsumptionView } from "../contracts/credits.ts";
import { invariant } from "../core/assert.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import { getReservation, heldBy } from "./get-reservation.ts";
import { bookLots, changeLots, finishReservation, recordConsumption } from "./parts.ts";
import { holds, takeFromHeld } from "./rules.ts";
import type { StoredReservation } from "./reservation-store.ts";
import { findConsumption } from "./store.ts";
import { consumptionView } from "./view.ts";

/**
 * Commits a reservation: consumes the used amount and releases the rest. A repeat returns the same result. Two reads,
 * one commit. Throws NOT_FOUND (404), RESERVATION_NOT_HELD (409: released or its lease has run out), BIZ_ID_REUSED
 * (409: committed with another amount), VALIDATION_FAILED (400: more than was reserved).
 */
export function commitReservation(
  memberId: bigint,
  body: CommitReservationBody,
  context: Context,
): Promise<ConsumptionView> {
  return retryOnConflict(async () => {
    const reservation = await getReservation(memberId, body.bizId, context.actor);
    const { status, spent } = reservation;
    const used = body.amount ?? reservation.amount;
    // The bizId was consumed without the reservation, or by it with another amount.
    if (spent !== null && (status !== "COMMITTED" || spent !== used)) throw new AppError("BIZ_ID_REUSED");
    if (spent === null) await spendReserved(reservation, used, context);
    const consumption = await findConsumption(memberId, body.bizId);
    invariant(consumption, "a committed reservation was spent");
    return consumptionView(consumption);
  });
}

async function spendReserved(reservation: StoredReservation, used: number, context: Context): Promise<void> {
  if (!holds(reservation, context.now)) throw new AppError("RESERVATION_NOT_HELD");
  if (used > reservation.amount)
    throw new AppError("VALIDATION_FAILED", { issues: [{ field: "amount", message: "不能超过预留的积分" }] });
  const held = heldBy(reservation);
  const taken = takeFromHeld(held, used);
  const { id, memberId, bizId, reason } = reservation;
  const commit = new Commit("commitReservation");
  finishReservation(commit, id, "COMMITTED", context.now);
  const consumption = recordConsumption(commit, { memberId, amount: used, bizId, reason }, context);
  changeLots(
    commit,
    held.map(({ lotId, amount }, i) => ({ lotId, reserved: -amount, remaining: -taken[i]!.amount })),
  );
  const lots = taken.filter((lot) => lot.amount > 0);
  bookLots(commit, { memberId, type: "CONSUME", lots, reason, consumption }, context);
  await commit.run();
}
