import type { Budget } from "../core/batch.ts";
import { MINUTE_MS } from "../core/time.ts";
import { log } from "../log.ts";
import type { Invariant } from "./invariant.ts";
import { invariantsAt } from "./invariants.ts";
import { AUDIT_LIMIT_MS, concernsOneQuestion, findOffenders } from "./store.ts";

export interface Finding {
  readonly id: string;
  readonly holds: string;
  /** Number of violating rows; null: the check failed or timed out. */
  readonly offending: number | null;
  /** The first violating rows. */
  readonly subjects: readonly string[];
}

/** Which invariants to check: from the one named `next` on (all, unless said), until the budget is used. */
export interface Part {
  readonly next?: string | undefined;
  readonly budget?: Budget;
}

/** What is begun at the end of a budget has this long. */
const LAST_MS = MINUTE_MS;

/**
 * Checks every invariant with one statement each. A failing check does not stop the others. Reads only. Throws BUSY
 * (503) when the database is unavailable.
 */
export async function checkInvariants(now: Date): Promise<Finding[]> {
  return (await checkSome(now, {})).findings;
}

/**
 * As `checkInvariants`, for a run that must end. One that was cut short because of the budget is left for the next run, which
 * begins with it and so has more time for it.
 */
export async function checkSome(
  now: Date,
  { next, budget }: Part,
): Promise<{ readonly findings: Finding[]; readonly unchecked: Invariant[] }> {
  const all = invariantsAt(now);
  const begin = Math.max(
    0,
    all.findIndex(({ id }) => id === next),
  );
  const findings: Finding[] = [];
  for (const [i, invariant] of all.entries()) {
    if (i < begin) continue;
    const left = () => ({ findings, unchecked: all.slice(i) });
    if (budget?.isUsed()) return left();
    const limitMs = Math.min(AUDIT_LIMIT_MS, (budget?.leftMs() ?? AUDIT_LIMIT_MS) + LAST_MS);
    const finding = await check(invariant, Math.ceil(limitMs));
    if (finding.offending === null && limitMs < AUDIT_LIMIT_MS && findings.length > 0) return left();
    findings.push(finding);
  }
  return { findings, unchecked: [] };
}

async function check({ id, holds, offenders }: Invariant, limitMs: number): Promise<Finding> {
  try {
    return { id, holds, ...(await findOffenders(offenders, limitMs)) };
  } catch (error) {
    if (!concernsOneQuestion(error)) throw error;
    log.error({ error, id }, "an invariant could not be checked");
    return { id, holds, offending: null, subjects: [] };
  }
}
