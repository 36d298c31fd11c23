import { sql, type RawBuilder } from "kysely";
import type { DB } from "../db/generated/tables.ts";

const column = (lot: string, name: keyof DB["umsCreditLot"]) => sql.ref(`${lot}.${name}`);

/** The spending order of lots: bonus first, then earliest expiry (no expiry last), then oldest. */
export function spendingOrder(lot: string): RawBuilder<unknown> {
  return sql`${column(lot, "kind")} desc, ${column(lot, "expireTime")}, ${column(lot, "id")}`;
}
