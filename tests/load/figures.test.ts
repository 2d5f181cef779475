import { describe, expect, test } from '@jest/globals';
import { figureOf, percentile } from './figures.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('a percentile', () => {
  test.each([
    [50, 50],
    [99, 99],
    [100, 100],
    [0.5, 1],
  ])('%d of 1 to 100 is %d', (percent, value) => {
    expect(percentile(upTo(100), percent)).toBe(value);
  });

  test('is a value that was seen, and no mean of two', () => {
    expect(percentile([1, 2], 50)).toBe(1);
    expect(percentile([1, 2, 3], 50)).toBe(2);
    expect(percentile([7], 99)).toBe(7);
  });

  test('of nothing is no number', () => {
    expect(percentile([], 50)).toBeNaN();
  });
});

describe('the figure of several rounds', () => {
  const rounds = [
    { milliseconds: [3, 1, 2], errors: 1, bytes: 300, seconds: 2 },
    { milliseconds: [100], errors: 2, bytes: 500, seconds: 2 },
  ];

  test('counts requests and errors of all, over the time of all', () => {
    expect(figureOf(rounds)).toEqual({ requestsPerSecond: 1, p50: 2, p99: 100, errors: 3, bytes: 200 });
  });

  test('in which nothing was answered is zero requests a second, not a fault of arithmetic', () => {
    const figure = figureOf([{ milliseconds: [], errors: 4, bytes: 0, seconds: 2 }]);
    expect(figure).toMatchObject({ requestsPerSecond: 0, errors: 4, bytes: 0 });
  });
});
