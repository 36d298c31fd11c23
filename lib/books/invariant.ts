import { sql, type RawBuilder } from "kysely";
import { APPROVED_REFUND_STATUSES, OPEN_REFUND_STATUSES } from "../core/states.ts";
import { literals } from "../db/database.ts";

/**
 * What must hold in the database at every moment: the query finds the rows that break it. Sums are made once and joined,
 * never once per row: a shop has millions (invariants-at-scale.test.ts counts the rows read).
 */
export interface Invariant {
  /** Stable, for alerts and for people talking to each other. */
  readonly id: string;
  /** One sentence: what holds. */
  readonly holds: string;
  /** Selects the offenders: `subject` names each so that an operator can find it. */
  readonly offenders: RawBuilder<{ subject: string }>;
}

/** A set of states as a list in SQL. */
export const listOf = (states: readonly string[]) => sql`(${sql.join(literals(states))})`;

/** The refunds that still hold goods. */
export const OPEN_REFUND = listOf(OPEN_REFUND_STATUSES);

/** The refunds that are to be sent, or whose outcome is to be found out. */
export const APPROVED_REFUND = listOf(APPROVED_REFUND_STATUSES);
