import { raw, type Sql } from "../db/sql.ts";

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
  readonly offenders: Sql;
}

/** The refunds that still hold goods. */
export const OPEN_REFUND = raw(`('REVIEWING', 'APPROVED', 'SENT')`);
