import { sql, type RawBuilder } from "kysely";

/** The order in which lots pay: bonus first, then the earliest expiry (never is last), then the oldest. */
export function spendingOrder(lot: string): RawBuilder<unknown> {
  return sql`${sql.ref(`${lot}.kind`)} desc, ${sql.ref(`${lot}.expireTime`)}, ${sql.ref(`${lot}.id`)}`;
}
