/** What a run of a job did: rows tried, rows brought to where they should be, rows that were not, and rows still due (at most LEFT_COUNTED are counted). */
export interface RunReport {
  readonly claimed: number;
  readonly done: number;
  readonly failed: number;
  readonly left: number;
  /** Of a run that is part of a longer round: where the next one goes on. */
  readonly next?: string;
}

/** As many rows that are still due are counted at most: nobody needs to know more, and counting must not take long. */
export const LEFT_COUNTED = 1_000;

/** Several runs as one report. */
export function sumReports(reports: readonly RunReport[]): RunReport {
  const sum = (of: (report: RunReport) => number) => reports.reduce((total, report) => total + of(report), 0);
  return {
    claimed: sum((r) => r.claimed),
    done: sum((r) => r.done),
    failed: sum((r) => r.failed),
    left: sum((r) => r.left),
  };
}

/** A run begins no row after this long: what it began must end before the next run, a minute later. */
const RUN_BUDGET_MS = 20_000;

/** The time that a run may use, in ms, from the moment at which this is made. */
export class Budget {
  readonly #begun = performance.now();
  readonly #ms: number;

  constructor(ms: number = RUN_BUDGET_MS) {
    this.#ms = ms;
  }

  elapsedMs(): number {
    return performance.now() - this.#begun;
  }

  leftMs(): number {
    return this.#ms - this.elapsedMs();
  }

  isUsed(): boolean {
    return this.leftMs() <= 0;
  }
}

/** Works on a few rows at a time. `work` must not throw. Returns the rows that it did not begin, because `mayBegin` said no. */
export async function sideBySide<Row>(
  rows: readonly Row[],
  width: number,
  work: (row: Row) => Promise<void>,
  mayBegin: () => boolean = () => true,
): Promise<Row[]> {
  const queue = [...rows];
  const worker = async () => {
    while (queue.length > 0 && mayBegin()) await work(queue.shift()!);
  };
  await Promise.all(Array.from({ length: Math.min(width, rows.length) }, worker));
  return queue;
}
