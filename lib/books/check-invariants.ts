import { log } from "../log.ts";
import type { Invariant } from "./invariant.ts";
import { invariantsAt } from "./invariants.ts";
import { concernsOneQuestion, findOffenders } from "./store.ts";

export interface Finding {
  readonly id: string;
  readonly holds: string;
  /** Number of violating rows; null: the check failed or timed out. */
  readonly offending: number | null;
  /** The first violating rows. */
  readonly subjects: readonly string[];
}

/**
 * Checks every invariant with one statement each. A failing check does not stop the others. Reads only. Throws BUSY
 * (503) when the database is unavailable.
 */
export async function checkInvariants(now: Date): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const invariant of invariantsAt(now)) findings.push(await check(invariant));
  return findings;
}

async function check({ id, holds, offenders }: Invariant): Promise<Finding> {
  try {
    return { id, holds, ...(await findOffenders(offenders)) };
  } catch (error) {
    if (!concernsOneQuestion(error)) throw error;
    log.error({ error, id }, "an invariant could not be checked");
    return { id, holds, offending: null, subjects: [] };
  }
}
