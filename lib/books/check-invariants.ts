import { log } from "../log.ts";
import type { Invariant } from "./invariant.ts";
import { invariantsAt } from "./invariants.ts";
import { concernsOneQuestion, findOffenders } from "./store.ts";

export interface Finding {
  readonly id: string;
  readonly holds: string;
  /** How many rows break it; null: the question broke or ran out of time, so nobody knows. */
  readonly offending: number | null;
  /** The first of them, for a person to look at. */
  readonly subjects: readonly string[];
}

/**
 * Asks the database every invariant, one statement each; one that gets no answer keeps none of the others from being
 * asked. Reads only. Throws BUSY in bad weather: then nobody can be asked anything.
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
