/** What was seen while a load ran. */
export interface Seen {
  /** From the first byte sent to the last received, of each request that was answered as it should be. */
  readonly milliseconds: readonly number[];
  /** Answers of another status than expected, and requests without one. */
  readonly errors: number;
  /** Of all right answers together, without headers. */
  readonly bytes: number;
  readonly seconds: number;
}

export interface Figure {
  readonly requestsPerSecond: number;
  /** In milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly errors: number;
  /** Of an answer, on average. */
  readonly bytes: number;
}

/** The figure of all rounds of a load together. */
export function figureOf(rounds: readonly Seen[]): Figure {
  const sum = (count: (seen: Seen) => number) => rounds.reduce((total, seen) => total + count(seen), 0);
  const milliseconds = rounds.flatMap((seen) => seen.milliseconds).toSorted((one, other) => one - other);
  return {
    requestsPerSecond: milliseconds.length / sum(({ seconds }) => seconds),
    p50: percentile(milliseconds, 50),
    p99: percentile(milliseconds, 99),
    errors: sum(({ errors }) => errors),
    bytes: milliseconds.length === 0 ? 0 : sum(({ bytes }) => bytes) / milliseconds.length,
  };
}

/** The least value that so many percent of all do not exceed (nearest rank). Not a number where there are none. */
export function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}
