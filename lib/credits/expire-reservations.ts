import { workThrough, type BatchReport } from "../core/batch.ts";
import { CommitConflict } from "../db/commit.ts";
import { log } from "../log.ts";
import { endReservation } from "./release-reservation.ts";
import { findOverdueReservations, type StoredReservation } from "./store.ts";

const BATCH = 100;

/**
 * Reservations whose lease has run out release themselves: by cron all of them, or those of a member who wants what they
 * held and cannot wait for it. Each is its own commit. One read.
 */
export async function expireReservations(now: Date, whose: bigint | "all" = "all"): Promise<BatchReport> {
  return workThrough(
    await findOverdueReservations(whose, now, BATCH),
    (reservation) => expire(reservation, now),
    ({ id }, error) => log.error({ error, reservationId: String(id) }, "an overdue reservation could not be released"),
  );
}

async function expire(reservation: StoredReservation, now: Date): Promise<boolean> {
  try {
    await endReservation(reservation, "EXPIRED", now);
    return true;
  } catch (error) {
    // Somebody else ended it since we looked.
    if (error instanceof CommitConflict) return false;
    throw error;
  }
}
