import type { Budget, RunReport } from "../core/batch.ts";
import { CommitConflict } from "../db/conflict.ts";
import { foundOnce, runDue, type Tried } from "../db/run-due.ts";
import { endReservation } from "./release-reservation.ts";
import { countOverdueReservations, findOverdueReservations, type StoredReservation } from "./reservation-store.ts";

/**
 * Releases reservations with an expired lease: all of them (the job), or those of one member who needs the credits now.
 * Each is its own commit.
 */
export function expireReservations(now: Date, whose: bigint | "all" = "all", budget?: Budget): Promise<RunReport> {
  const rows = {
    name: "expire-reservations",
    batch: 100,
    width: 4,
    outsideMs: 0,
    claim: foundOnce<StoredReservation>((passed, limit) => findOverdueReservations(whose, now, passed, limit)),
    work: (reservation: StoredReservation) => expire(reservation, now),
    countLeft: () => countOverdueReservations(whose, now),
    about: ({ id }: StoredReservation) => ({ reservationId: String(id) }),
  };
  return runDue(rows, now, budget);
}

async function expire(reservation: StoredReservation, now: Date): Promise<Tried> {
  try {
    await endReservation(reservation, "EXPIRED", now);
    return { outcome: "done" };
  } catch (error) {
    // Another worker ended it meanwhile.
    if (error instanceof CommitConflict) return { outcome: "gone" };
    throw error;
  }
}
