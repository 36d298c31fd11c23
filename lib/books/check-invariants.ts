import { invariantsAt } from "./invariants.ts";
import { findOffenders } from "./store.ts";

export interface Finding {
  readonly id: string;
  readonly holds: string;
  /** How many rows break it. */
  readonly offending: number;
  /** The first of them, for a person to look at. */
  readonly subjects: readonly string[];
}

/** Asks the database every invariant, one statement each. Reads only. */
export async function checkInvariants(now: Date): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { id, holds, offenders } of invariantsAt(now))
    findings.push({ id, holds, ...(await findOffenders(offenders)) });
  return findings;
}
