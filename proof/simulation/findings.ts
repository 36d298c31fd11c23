/** What the simulation saw: violations, and the figures of the report. */
export interface Violation {
  /** Which promise was broken; canaries say by which they must be caught. */
  readonly check: Check;
  readonly subject: string;
}

export type Check =
  /** A law of lib/books/invariants.ts; the subject begins with its id. */
  | "invariant"
  /** Our books and Alipay's statement tell different stories. */
  | "statement"
  /** A notice was answered `success` and its evidence is not kept. */
  | "receipt"
  /** A notice that lies was answered `success`. */
  | "lie"
  /** Somebody was told yes and it is not so, or no and it is. */
  | "answer"
  /** An answer 5xx other than 503. */
  | "5xx"
  /** Something paid or asked for did not come to its end. */
  | "unfinished"
  /** An instance ended by itself. */
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
