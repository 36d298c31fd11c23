import { sql, type RawBuilder } from "kysely";
import type { BILLING_CYCLES, BillingCycle, OtherCycle } from "../core/states.ts";

/** The term of an item or a period as it is stored: one of the two, or none where no plan was bought (decision 56). */
export interface CycleColumns {
  readonly billingCycle: (typeof BILLING_CYCLES)[number] | null;
  readonly term: OtherCycle | null;
}

export function cycleColumns(cycle: BillingCycle | null): CycleColumns {
  if (cycle === null || cycle === "MONTHLY" || cycle === "YEARLY") return { billingCycle: cycle, term: null };
  return { billingCycle: null, term: cycle };
}

/** The term of a row. `table`: what the statement calls the table of items or of periods. */
export function cycleIn<Cycle extends BillingCycle | null>(table: string): RawBuilder<Cycle> {
  return sql<Cycle>`coalesce(${sql.ref(`${table}.term`)}, ${sql.ref(`${table}.billingCycle`)}::text)`;
}
