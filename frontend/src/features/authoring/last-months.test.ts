import { describe, expect, test } from '@jest/globals';
import { lastMonths, monthInIndia, roundUp } from './last-months.ts';

const income = (amount: number) => ({ amount, currency: 'INR' as const });

describe('the months of the income chart', () => {
  test('are twelve up to this one, over the turn of the year', () => {
    const months = lastMonths([], '2026-03');
    expect(months.map(({ month }) => month)).toEqual([
      ...['2025-04', '2025-05', '2025-06', '2025-07', '2025-08', '2025-09'],
      ...['2025-10', '2025-11', '2025-12', '2026-01', '2026-02', '2026-03'],
    ]);
  });

  test('without payments are there with nothing, and older ones are left out', () => {
    const told = [
      { month: '2024-01', income: income(900) },
      { month: '2026-02', income: income(500) },
    ];
    expect(lastMonths(told, '2026-03', 3).map((month) => month.income.amount)).toEqual([0, 500, 0]);
  });

  test('are those of India', () => {
    expect(monthInIndia(new Date('2026-03-31T18:29:59Z'))).toBe('2026-03');
    expect(monthInIndia(new Date('2026-03-31T18:30:00Z'))).toBe('2026-04');
  });

  test.each([
    [0, 1],
    [1, 1],
    [3, 5],
    [49_900, 50_000],
    [50_001, 100_000],
    [120, 200],
  ])('with %i at most end their scale at %i', (value, end) => {
    expect(roundUp(value)).toBe(end);
  });
});
