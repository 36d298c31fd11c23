import { sql, type RawBuilder } from "kysely";
import { APPROVED_REFUND_STATUSES, OPEN_REFUND_STATUSES } from "../core/states.ts";
import { literals } from "../db/database.ts";

/**
 * An invariant: its query selects the violating rows. Sums are computed once and joined, never per row, because tables
 * have millions of rows (invariants-at-scale.test.ts counts the rows read).
 */
export interface Invariant {
  /** Stable, for alerts and for people talking to each other. */
  readonly id: string;
  /** One sentence: what holds. */
  readonly holds: string;
  /** Selects the violating rows; `subject` identifies each for an operator. */
  readonly offenders: RawBuilder<{ subject: string }>;
}

/** A set of states as a list in SQL. */
export const listOf = (states: readonly string[]) => sql`(${sql.join(literals(states))})`;

/** Open refunds. */
export const OPEN_REFUND = listOf(OPEN_REFUND_STATUSES);

/** The refund `r` is open and holds the goods of its order, whoever began it. */
export const HOLDING_REFUND = sql`r.status in ${OPEN_REFUND} and r.quote ? 'held'`;

/** The refunds that are to be sent, or whose outcome is to be found out. */
export const APPROVED_REFUND = listOf(APPROVED_REFUND_STATUSES);
