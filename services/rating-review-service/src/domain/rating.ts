import type { RatingSummary } from '@studynotion/contracts';

/** How many reviews give one star, two, three, four and five. */
export type Counts = readonly [number, number, number, number, number];

export const NO_COUNTS: Counts = [0, 0, 0, 0, 0];

/** What these numbers of stars come to; the average is rounded half up to one decimal. */
export function summaryOf(counts: Counts): RatingSummary {
  const [one, two, three, four, five] = counts;
  const count = one + two + three + four + five;
  const stars = one + 2 * two + 3 * three + 4 * four + 5 * five;
  const average = count === 0 ? 0 : Math.round((stars * 10) / count) / 10;
  return { average, count, histogram: { 1: one, 2: two, 3: three, 4: four, 5: five } };
}

export function isSameCounts(one: Counts, other: Counts): boolean {
  return one.every((count, place) => count === other[place]);
}
