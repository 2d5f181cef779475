import { expect, test } from '@jest/globals';
import { BARE_ROUTE, type Result } from './goals.ts';
import { figuresTable, goalsTable } from './tables.ts';

const result = (perSecond: number, time: number, calls?: Result['calls']): Result => ({
  figure: { requestsPerSecond: perSecond, p50: time, p99: time * 2, errors: 1, bytes: 12 },
  calls,
});

test('figures stand in a table with their share of the bare route; what was never answered has neither share nor time', () => {
  const results = new Map([
    [BARE_ROUTE, result(6000, 1)],
    ['reviews', result(500, 15.55, { database: 3, sidecar: 1 })],
    ['checkout', result(0, Number.NaN, { database: 40.5, sidecar: 7 })],
  ]);
  const rows = figuresTable(results)
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  expect(rows.slice(2)).toEqual([
    ['', BARE_ROUTE, '6000', '1', '1.0 ms', '2.0 ms', '1', '–', '–', '12', ''],
    ['', 'reviews', '500', '1/12.0', '15.6 ms', '31.1 ms', '1', '3', '1', '12', ''],
    ['', 'checkout', '0', '–', '–', '–', '1', '40.5', '7', '12', ''],
  ]);
  expect(
    new Set(
      figuresTable(results)
        .split('\n')
        .map(({ length }) => length),
    ).size,
  ).toBe(1);
});

test('goals stand in a table, the missed ones so that one sees them', () => {
  const goals = [
    { name: 'one', met: true, found: '1/2.0' },
    { name: 'another', met: false, found: '1/9.0' },
  ];
  expect(goalsTable(goals)).toMatch(/one +\| 1\/2\.0 \| met +\|\n\| another \| 1\/9\.0 \| \*\*missed\*\* \|$/);
});
