import { describe, expect, test } from '@jest/globals';
import { type Counts, summaryOf } from './rating.ts';

describe('what stars come to', () => {
  test.each<[Counts, number]>([
    [[0, 0, 0, 0, 0], 0],
    [[0, 0, 0, 0, 1], 5],
    [[1, 0, 0, 0, 1], 3],
    [[0, 0, 0, 3, 1], 4.3], // 4.25
    [[0, 0, 0, 1, 19], 5], // 4.95
    [[0, 0, 0, 2, 1], 4.3], // 4.333…
    [[19, 1, 0, 0, 0], 1.1], // 1.05
    [[1_000_000, 0, 0, 0, 1_000_001], 3],
  ])('%j is %d, rounded half up to one decimal', (counts, average) => {
    expect(summaryOf(counts).average).toBe(average);
  });

  test('counts every star once', () => {
    expect(summaryOf([1, 2, 3, 4, 5])).toEqual({
      average: 3.7,
      count: 15,
      histogram: { 1: 1, 2: 2, 3: 3, 4: 4, 5: 5 },
    });
  });
});
