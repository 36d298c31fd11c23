/** What a cron run did: rows claimed, rows brought to where they should be, rows left for the next run. */
export interface BatchReport {
  readonly claimed: number;
  readonly done: number;
  readonly failed: number;
}

/** Works through the claimed rows side by side, a few at a time; one bad row never stops the rest. */
export async function workThrough<Row>(
  claimed: readonly Row[],
  work: (row: Row) => Promise<boolean>,
  onError: (row: Row, error: unknown) => void,
  width = 4,
): Promise<BatchReport> {
  const queue = [...claimed];
  let done = 0;
  const worker = async () => {
    for (let row = queue.shift(); row !== undefined; row = queue.shift()) {
      try {
        if (await work(row)) done += 1;
      } catch (error) {
        onError(row, error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, claimed.length) }, worker));
  return { claimed: claimed.length, done, failed: claimed.length - done };
}

/** A run begins no batch after this long: what it began must end before the next run, a minute later. */
export const RUN_BUDGET_MS = 20_000;

/** Nor after this many rows that did not come right: whoever it asks is silent or has had enough, and more would not help. */
const RUN_FAILURES = 50;

/** Batch after batch of at most `size` rows, until one is not full, the time is used up or too much fails. */
export async function drain(
  batch: () => Promise<BatchReport>,
  size: number,
  budgetMs = RUN_BUDGET_MS,
): Promise<BatchReport> {
  const end = performance.now() + budgetMs;
  let sum = sumReports([]);
  for (;;) {
    const report = await batch();
    sum = sumReports([sum, report]);
    if (report.claimed < size || sum.failed >= RUN_FAILURES || performance.now() >= end) return sum;
  }
}

/** Several batches as one report. */
export function sumReports(reports: readonly BatchReport[]): BatchReport {
  const sum = (of: (report: BatchReport) => number) => reports.reduce((total, report) => total + of(report), 0);
  return { claimed: sum((r) => r.claimed), done: sum((r) => r.done), failed: sum((r) => r.failed) };
}
