import type { ReleaseReservationBody, ReservationView } from "../contracts/credits.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import { getReservation, heldBy } from "./get-reservation.ts";
import { changeLots, finishReservation } from "./parts.ts";
import type { StoredReservation } from "./reservation-store.ts";
import { reservationView } from "./view.ts";

/**
 * Releases a reservation. A repeat, or a release after the lease, succeeds too. One read, one commit. Throws NOT_FOUND
 * (404), RESERVATION_NOT_HELD (409: already committed).
 */
export function releaseReservation(
  memberId: bigint,
  body: ReleaseReservationBody,
  context: Context,
): Promise<ReservationView> {
  return retryOnConflict(async () => {
    const reservation = await getReservation(memberId, body.bizId, context.actor);
    if (reservation.status === "COMMITTED") throw new AppError("RESERVATION_NOT_HELD");
    if (reservation.status !== "HELD") return reservationView(reservation);
    await endReservation(reservation, "RELEASED", context.now);
    return reservationView({ ...reservation, status: "RELEASED" });
  });
}

/** Releases a held reservation. Throws CommitConflict when somebody ended it first. */
export async function endReservation(
  reservation: StoredReservation,
  how: "RELEASED" | "EXPIRED",
  now: Date,
): Promise<void> {
  const commit = new Commit("endReservation");
  finishReservation(commit, reservation.id, how, now);
  changeLots(
    commit,
    heldBy(reservation).map(({ lotId, amount }) => ({ lotId, reserved: -amount })),
  );
  await commit.run();
}
