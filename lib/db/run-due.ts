import { Budget, sideBySide, type RunReport } from "../core/batch.ts";
import { leaseMs, type Hold } from "../core/lease.ts";
import { after, MINUTE_MS } from "../core/time.ts";
import { log } from "../log.ts";
import { Commit } from "./commit.ts";
import { isDatabaseSilent } from "./conflict.ts";

/**
 * What trying a row came to. gone: somebody else was first, so there was nothing to try. `nextAt`: when to look again, where
 * the row is still open and its own commit has not said.
 */
export interface Tried {
  readonly outcome: "done" | "failed" | "gone";
  readonly nextAt?: Date;
  /** Of a failed row: whoever was asked answered, and the row has to wait. It says nothing against asking about the next. */
  readonly isAnswered?: boolean;
}

/** A claimed row goes back, to be looked at again at `nextAt`. isTry false: nothing was learned, so no try is counted. */
export interface Release<Row> {
  readonly row: Row;
  readonly nextAt: Date;
  readonly isTry: boolean;
}

/** How claimed rows that are still open go back. */
export interface Lease<Row> {
  /** Since when the row is due. */
  dueAt(row: Row): Date;
  /** When to look again at a row whose try threw, our own database's silence excepted. */
  retryAt(row: Row): Date;
  /** Writes the next looks of a batch, for those rows whose lease is still this worker's. */
  release(commit: Commit, leaseUntil: Date, releases: readonly Release<Row>[]): void;
}

/** Rows of one table that wait for an instant, and how one of them is worked on. */
export interface DueRows<Row> extends Hold {
  /** For the log. */
  readonly name: string;
  /** Takes at most `limit` due rows for this worker until `leaseUntil`. One statement. */
  claim(leaseUntil: Date, limit: number): Promise<Row[]>;
  work(row: Row, leaseUntil: Date): Promise<Tried>;
  /** Absent: the rows are not held, their commits tell workers apart. */
  readonly lease?: Lease<Row>;
  /** How many rows are due, counted no further than LEFT_COUNTED. */
  countLeft(): Promise<number>;
  /** What the log may say of a row. */
  about(row: Row): Readonly<Record<string, unknown>>;
}

/** Nor does a run begin a row after this many that did not come right without an answer: whoever it asks is silent or has had enough. */
const RUN_FAILURES = 50;

/** How long a row waits that our own database kept from being tried. */
export const DATABASE_WAIT_MS = MINUTE_MS;

/**
 * Works through what is due at `now`, batch after batch, until nothing is, the budget is used or too much fails. One bad row
 * is logged and never stops the others. Rows that were claimed and not begun are as if nobody had claimed them. Throws BUSY and
 * OUTCOME_UNKNOWN (503) where our database does not answer between the rows; what was claimed comes back with its lease.
 */
export async function runDue<Row>(rows: DueRows<Row>, now: Date, budget: Budget = new Budget()): Promise<RunReport> {
  const sum = { claimed: 0, done: 0, failed: 0 };
  let failures = 0;
  const isOver = () => budget.isUsed() || failures >= RUN_FAILURES;
  for (;;) {
    // `now` stands still for the run, so that no row is due in it twice; a lease counts from the moment of its claim.
    const leaseUntil = after(now, Math.ceil(budget.elapsedMs()) + leaseMs(rows));
    const claimed = await rows.claim(leaseUntil, rows.batch);
    const releases: Release<Row>[] = [];
    const work = async (row: Row) => {
      const { outcome, nextAt, isTry = true, isAnswered = false } = await tryRow(rows, row, leaseUntil, now);
      if (nextAt) releases.push({ row, nextAt, isTry });
      if (outcome === "gone") return;
      sum.claimed += 1;
      sum[outcome] += 1;
      if (outcome === "failed" && !isAnswered) failures += 1;
    };
    const untried = await sideBySide(claimed, rows.width, work, () => !isOver());
    if (rows.lease) for (const row of untried) releases.push({ row, nextAt: rows.lease.dueAt(row), isTry: false });
    await giveBack(rows, leaseUntil, releases);
    if (untried.length === 0 && claimed.length < rows.batch) return { ...sum, left: 0 };
    if (isOver()) return { ...sum, left: await rows.countLeft() };
  }
}

async function tryRow<Row>(
  { name, work, lease, about }: DueRows<Row>,
  row: Row,
  leaseUntil: Date,
  now: Date,
): Promise<Tried & { readonly isTry?: boolean }> {
  try {
    return await work(row, leaseUntil);
  } catch (error) {
    log.error({ error, job: name, ...about(row) }, "a due row could not be worked on");
    if (isDatabaseSilent(error)) return { outcome: "failed", nextAt: after(now, DATABASE_WAIT_MS), isTry: false };
    return { outcome: "failed", ...(lease ? { nextAt: lease.retryAt(row) } : {}) };
  }
}

async function giveBack<Row>(
  { lease }: DueRows<Row>,
  leaseUntil: Date,
  releases: readonly Release<Row>[],
): Promise<void> {
  if (!lease || releases.length === 0) return;
  const commit = new Commit("releaseDue");
  lease.release(commit, leaseUntil, releases);
  await commit.run();
}

/**
 * The `claim` of rows that keep their place until they are done and have no lease. Each is found once in a run.
 * @param find at most `limit` due rows, without those that have been passed over
 */
export function foundOnce<Row extends { readonly id: bigint }>(
  find: (passed: readonly bigint[], limit: number) => Promise<Row[]>,
): (leaseUntil: Date, limit: number) => Promise<Row[]> {
  const passed: bigint[] = [];
  return async (_leaseUntil, limit) => {
    const rows = await find(passed, limit);
    passed.push(...rows.map(({ id }) => id));
    return rows;
  };
}

/** A job that one statement does for many rows. `apply` returns how many it did, at most `limit`. */
export interface DueStatement {
  apply(limit: number): Promise<number>;
  countLeft(): Promise<number>;
}

const STATEMENT_ROWS = 500;

/** Repeats the statement until it finds less than it may take or the budget is used. Throws what the statement throws. */
export async function runStatement(statement: DueStatement, budget: Budget = new Budget()): Promise<RunReport> {
  let done = 0;
  for (;;) {
    const count = await statement.apply(STATEMENT_ROWS);
    done += count;
    if (count < STATEMENT_ROWS) return { claimed: done, done, failed: 0, left: 0 };
    if (budget.isUsed()) return { claimed: done, done, failed: 0, left: await statement.countLeft() };
  }
}
