/** Collects violations and figures. */
export interface Violation {
  /** The kind of violation. */
  readonly check: Check;
  readonly subject: string;
}

export type Check =
  /** An invariant of lib/books; the subject begins with its id. */
  | "invariant"
  /** Our books and Alipay's statement differ. */
  | "statement"
  /** A day's bill stays open, or a difference is left for a person. */
  | "bill"
  /** A month cannot be closed, or its sheet leaves something unexplained. */
  | "closing"
  /** A notice was answered `success` and its evidence is not kept. */
  | "receipt"
  /** A forged or foreign notification was answered `success`. */
  | "lie"
  /** An event was lost, came out of order, or is none. */
  | "event"
  /** A confirmed action is missing, or a refused one exists. */
  | "answer"
  /** An answer 5xx other than 503. */
  | "5xx"
  /** A payment or request was not completed. */
  | "unfinished"
  /** An instance exited unexpectedly. */
  | "fallen";

export class Findings {
  readonly violations: Violation[] = [];
  readonly counts: Record<string, number> = {};
  readonly #latencies: number[] = [];

  /** Counts and keeps each violation once. */
  violate(check: Check, subject: string): void {
    if (this.violations.some((known) => known.check === check && known.subject === subject)) return;
    this.violations.push({ check, subject });
  }

  count(what: string, n = 1): void {
    this.counts[what] = (this.counts[what] ?? 0) + n;
  }

  answered(ms: number): void {
    this.#latencies.push(ms);
  }

  /** The latency in ms that this share of the answered requests stayed within. */
  percentile(share: number): number {
    const sorted = this.#latencies.toSorted((a, b) => a - b);
    return Math.round(sorted[Math.floor(sorted.length * share)] ?? 0);
  }
}
