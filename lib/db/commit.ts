import { setTimeout as sleep } from "node:timers/promises";
import { invariant } from "../core/assert.ts";
import { AppError } from "../core/errors.ts";
import { joinSql, raw, sql, sqlState, write, type Sql } from "./sql.ts";

/**
 * One write of a commit: a statement that ends in RETURNING, and how many rows it must touch.
 * `name` is its CTE: a part that needs a new row's id selects `from` the part that makes it.
 */
export interface Part {
  readonly name: string;
  readonly sql: Sql;
  /** Any other count undoes the whole commit. "any": the part is harmless either way. */
  readonly rows: number | "any";
}

/** The world moved between loading and committing. Load and decide again; `part` says what was not as expected. */
export class CommitConflict extends Error {
  override readonly name = "CommitConflict";
  readonly part: string;

  constructor(part: string) {
    super(`commit conflict: ${part}`);
    this.part = part;
  }
}

const EXPECT_ROWS_FAILED = "ZF001";
const UNIQUE_VIOLATION = "23505";
const EXCLUSION_VIOLATION = "23P01";
const SERIALIZATION_FAILURE = "40001";
const DEADLOCK = "40P01";

const STATEMENT_TRIES = 4;

/** The parts as one data-modifying WITH. Exported for the test that reads the statement. */
export function statementOf(parts: readonly Part[]): Sql {
  invariant(parts.length > 0, "a commit has parts");
  invariant(new Set(parts.map((part) => part.name)).size === parts.length, "a commit has one part of each name");
  const ctes = parts.map((part) => sql`${raw(part.name)} as (${part.sql})`);
  const checks = parts.map((part) => {
    invariant(/^[a-z][a-z_]*$/.test(part.name), "a part is named like a table");
    const rowsOfPart = sql`(select coalesce(json_agg(touched), '[]'::json) from ${raw(part.name)} touched)`;
    if (part.rows === "any") return sql`${rowsOfPart} as ${raw(part.name)}`;
    return sql`case when expect_rows(${part.name}, ${part.rows}::bigint, (select count(*) from ${raw(part.name)})) then ${rowsOfPart} end as ${raw(part.name)}`;
  });
  return sql`with ${joinSql(ctes, ", ")} select ${joinSql(checks, ", ")}`;
}

/** What a commit returned: per part, the rows of its RETURNING as JSON (numbers, ISO texts). */
export type Touched = Record<string, readonly Record<string, unknown>[]>;

/**
 * Writes all parts or none, as one statement: one round trip, one flush to disk (decision 1).
 * Throws CommitConflict when a part did not find the rows it must touch or when uniqueness says that somebody was first,
 * BUSY (503) when it was certainly not done (no connection, a timeout, deadlocks without end), OUTCOME_UNKNOWN (503) when the
 * line broke with the statement under way: it may have been done, so whoever catches this must not take it for "not done".
 */
export async function commit(parts: readonly Part[]): Promise<Touched> {
  const statement = statementOf(parts);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const [touched] = await write<Touched>(statement);
      invariant(touched, "a commit answers with one row");
      return touched;
    } catch (error) {
      const state = sqlState(error);
      if (state === EXPECT_ROWS_FAILED) throw new CommitConflict((error as Error).message);
      if (state === UNIQUE_VIOLATION || state === EXCLUSION_VIOLATION)
        throw new CommitConflict((error as { constraint?: string }).constraint ?? state);
      if (state !== DEADLOCK && state !== SERIALIZATION_FAILURE) throw error;
      // The database undid everything by itself, so the same statement may simply go again, a bounded number of times.
      if (attempt === STATEMENT_TRIES) throw new AppError("BUSY", { detail: error, retryAfter: 1 });
      await sleep(pauseMs(attempt));
    }
  }
}

/**
 * Whether it was our own database that did not answer, which says nothing about what was being tried. A conflict that does
 * not end is BUSY too, but it is about the rows: it names the part that never fitted.
 */
export function isDatabaseSilent(error: unknown): error is AppError {
  if (!(error instanceof AppError)) return false;
  return error.code === "OUTCOME_UNKNOWN" || (error.code === "BUSY" && error.facts.detail instanceof Error);
}

function pauseMs(attempt: number): number {
  return Math.random() * 10 * 2 ** attempt;
}

const TRIES = 8;

/**
 * Runs load → decide → commit again while the commit conflicts, a bounded number of times with jitter. The unit is told
 * when it is its last try. Throws BUSY (503) when the world kept moving.
 */
export async function retryOnConflict<Result>(unit: (isLastTry: boolean) => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await unit(attempt === TRIES);
    } catch (error) {
      if (!(error instanceof CommitConflict)) throw error;
      if (attempt === TRIES) throw new AppError("BUSY", { detail: error.part, retryAfter: 1 });
      await sleep(pauseMs(attempt));
    }
  }
}
