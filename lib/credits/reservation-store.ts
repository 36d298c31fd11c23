import { sql } from "kysely";
import { jsonBuildObject } from "kysely/helpers/postgres";
import { db } from "../db/database.ts";
import { countDue, each } from "../db/due.ts";
import { spendingOrder } from "./spending-order.ts";

/** Written out and not a parameter, so that every plan may use the partial index of what is held. */
const HELD = sql.lit("HELD" as const);
const EMPTY = sql<never[]>`'[]'::json`;

export type StoredReservation = NonNullable<Awaited<ReturnType<typeof findReservation>>>;

/**
 * Reservations with what was spent under their number (by themselves once they are committed; null: nothing) and the lots
 * that they hold, in the order of spending. `actor`: who made it.
 */
const reservations = db
  .selectFrom("umsCreditReservation as r")
  .select(["r.id", "r.memberId", "r.bizId", "r.amount", "r.reason", "r.status", "r.actor", "r.leaseUntil"])
  .select(({ selectFrom }) =>
    selectFrom("umsCreditConsumption as c")
      .select("c.amount")
      .whereRef("c.memberId", "=", "r.memberId")
      .whereRef("c.bizId", "=", "r.bizId")
      .as("spent"),
  )
  .select(({ fn, selectFrom }) => {
    const lots = selectFrom("umsCreditReservationLot as held")
      .innerJoin("umsCreditLot as lot", "lot.id", "held.lotId")
      .select(({ ref }) => {
        const held = jsonBuildObject({ lotId: ref("lot.id"), amount: ref("held.amount") });
        return fn.jsonAgg(held).orderBy(spendingOrder("lot")).as("lots");
      })
      .whereRef("held.reservationId", "=", "r.id");
    return fn.coalesce(lots, EMPTY).as("lots");
  });

export async function findReservation(memberId: bigint, bizId: string) {
  const found = await reservations.where("r.memberId", "=", memberId).where("r.bizId", "=", bizId).executeTakeFirst();
  return found ?? null;
}

function overdueReservations(whose: bigint | "all", now: Date) {
  const overdue = reservations.where("r.status", "=", HELD).where("r.leaseUntil", "<=", now);
  return whose === "all" ? overdue : overdue.where("r.memberId", "=", whose);
}

/** Reservations whose lease has run out, of one member or of all, the oldest first; not those `passed` over. */
export function findOverdueReservations(
  whose: bigint | "all",
  now: Date,
  passed: readonly bigint[],
  limit: number,
): Promise<StoredReservation[]> {
  return overdueReservations(whose, now)
    .where("r.id", "<>", each(passed))
    .orderBy("r.leaseUntil")
    .limit(limit)
    .execute();
}

export function countOverdueReservations(whose: bigint | "all", now: Date): Promise<number> {
  return countDue(overdueReservations(whose, now).clearSelect().select("r.id"));
}
