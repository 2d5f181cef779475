import { expect, test } from '@jest/globals';
import { table } from './table.ts';

test('images stand under each other with sizes and ages', () => {
  const now = new Date('2026-01-02T00:00:00Z');
  const row = (reference: string, compressed: number, minutes: number) => ({
    reference,
    compressed,
    builtAt: new Date(now.getTime() - minutes * 60_000),
  });
  expect(table([row('r/redis:1', 15_730_000, 0), row('r/postgresql:1', 147_500_000, 200)], now)).toEqual([
    'Image           Compressed  Built',
    'r/redis:1          15.7 MB  just now',
    'r/postgresql:1    147.5 MB  3 h ago',
  ]);
});
