import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../core/errors.ts";
import { sqlState } from "./send.ts";

/** A row changed between load and commit. Load and decide again. */
export class CommitConflict extends Error {
  override readonly name = "CommitConflict";
  /** The part that was not as expected, or the violated constraint. */
  readonly part: string;
  /** The verb that met the conflict. */
  readonly verb: string;
  /** "wanted 1 rows, touched 0"; of a constraint, that the key exists. */
  readonly found: string;

  constructor(verb: string, part: string, found: string) {
    super(`${verb}: ${part}: ${found}`);
    this.verb = verb;
    this.part = part;
    this.found = found;
  }
}

const EXPECT_ROWS_FAILED = "ZF001";
const UNIQUE_VIOLATION = "23505";
const EXCLUSION_VIOLATION = "23P01";

/** The conflict that an error of a commit is, if it is one. */
export function conflictOf(error: unknown, verb: string): CommitConflict | null {
  const state = sqlState(error);
  const { message, detail, constraint } = error as { message: string; detail?: string; constraint?: string };
  if (state === EXPECT_ROWS_FAILED) return new CommitConflict(verb, message, detail ?? "");
  if (state === UNIQUE_VIOLATION || state === EXCLUSION_VIOLATION)
    return new CommitConflict(verb, constraint ?? state, "the key exists");
  return null;
}

/** A pause before the next attempt: longer each time, and not the same for two callers. */
export function pauseMs(attempt: number): number {
  return Math.random() * 10 * 2 ** attempt;
}

const TRIES = 8;

/**
 * Runs load → decide → commit again while the commit conflicts, a bounded number of times with jitter. The unit knows
 * when it is its last try. Throws BUSY (503) when conflicts do not end.
 */
export async function retryOnConflict<Result>(unit: (isLastTry: boolean) => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await unit(attempt === TRIES);
    } catch (error) {
      if (!(error instanceof CommitConflict)) throw error;
      if (attempt === TRIES) throw new AppError("BUSY", { detail: error.message, retryAfter: 1 });
      await sleep(pauseMs(attempt));
    }
  }
}

/**
 * Whether our own database was unavailable; then the attempt itself did not fail. A conflict that does not end is BUSY
 * too, but it is about the rows: it names the part that never fitted.
 */
export function isDatabaseSilent(error: unknown): error is AppError {
  if (!(error instanceof AppError)) return false;
  return error.code === "OUTCOME_UNKNOWN" || (error.code === "BUSY" && error.facts.detail instanceof Error);
}
