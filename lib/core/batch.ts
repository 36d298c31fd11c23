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

/** Several batches as one report. */
export function sumReports(reports: readonly BatchReport[]): BatchReport {
  const sum = (of: (report: BatchReport) => number) => reports.reduce((total, report) => total + of(report), 0);
  return { claimed: sum((r) => r.claimed), done: sum((r) => r.done), failed: sum((r) => r.failed) };
}
