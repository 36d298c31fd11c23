import type { Budget, RunReport } from "../core/batch.ts";
import { CommitConflict } from "../db/commit.ts";
import { foundOnce, runDue, type Tried } from "../db/run-due.ts";
import { endReservation } from "./release-reservation.ts";
import { countOverdueReservations, findOverdueReservations, type StoredReservation } from "./store.ts";

/**
 * Reservations whose lease has run out release themselves: by cron all of them, or those of a member who wants what they
 * held and cannot wait for it. Each is its own commit.
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
    // Somebody else ended it since we looked.
    if (error instanceof CommitConflict) return { outcome: "gone" };
    throw error;
  }
}
