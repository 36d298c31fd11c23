import { sql, type Expression } from "kysely";
import { db } from "../db/database.ts";

/** Written out and not a parameter, so that every plan may use the partial index of what is held. */
const HELD = sql.lit("HELD" as const);

/** The lots with expired leases subtracted from `reserved`, as the rule `holds` says. */
export function lotsAt(now: Date | Expression<Date>) {
  return db
    .selectFrom("umsCreditLot as whole")
    .select(["id", "memberId", "orderId", "origin", "kind", "granted", "remaining", "frozen", "expireTime"])
    .select("createTime")
    .select((eb) => {
      const overdue = eb
        .selectFrom("umsCreditReservation as r")
        .innerJoin("umsCreditReservationLot as part", "part.reservationId", "r.id")
        .select(({ fn, cast, lit }) => cast<number>(fn.coalesce(fn.sum("part.amount"), lit(0)), "integer").as("amount"))
        .whereRef("part.lotId", "=", "whole.id")
        .whereRef("r.memberId", "=", "whole.memberId")
        .where("r.status", "=", HELD)
        .where("r.leaseUntil", "<=", now);
      const reserved = eb("whole.reserved", "-", overdue);
      return eb.case().when("whole.reserved", ">", eb.lit(0)).then(reserved).else(eb.lit(0)).end().as("reserved");
    })
    .as("lot");
}
