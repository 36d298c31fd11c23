/** Result of one batch. Times in milliseconds. */
export interface Figures {
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Requests that were not answered as they should be; their times are not counted. */
  readonly failures: number;
  readonly firstFailure: string | null;
}

/** The figures of one volley, from the times of what was answered well. */
export function figuresOf(times: readonly number[], elapsedMs: number, failures: readonly string[]): Figures {
  const sorted = times.toSorted((a, b) => a - b);
  return {
    perSecond: (times.length / elapsedMs) * 1_000,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    failures: failures.length,
    firstFailure: failures[0] ?? null,
  };
}

/** The nearest rank: the smallest time within which this share of the requests was answered. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle) ? (sorted[middle - 1]! + sorted[middle]!) / 2 : sorted[Math.floor(middle)]!;
}

/** Of several rounds: the median of each figure, and every failure. */
export function medianFigures(rounds: readonly Figures[]): Figures {
  const median = (pick: (figures: Figures) => number) => medianOf(rounds.map(pick));
  return {
    perSecond: median((round) => round.perSecond),
    p50: median((round) => round.p50),
    p95: median((round) => round.p95),
    p99: median((round) => round.p99),
    failures: rounds.reduce((sum, round) => sum + round.failures, 0),
    firstFailure: rounds.find((round) => round.firstFailure)?.firstFailure ?? null,
  };
}

/** The median over rounds of one figure against another of the same round: effects of the machine cancel out. */
export function medianRatio(
  rounds: readonly Figures[],
  others: readonly Figures[],
  pick: (figures: Figures) => number = (figures) => figures.perSecond,
): number {
  return medianOf(rounds.map((round, i) => pick(round) / pick(others[i]!)));
}
