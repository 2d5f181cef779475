import { expect, test } from '@jest/globals';
import { FloodLimit } from './flood-limit.ts';

test('a flood of one client is stopped, another passes, and it may go on after a while', () => {
  let now = 1_000_000;
  const limit = new FloodLimit(10, { now: () => new Date(now) });
  const passed = Array.from({ length: 100 }, () => limit.take('a')).filter(Boolean).length;
  expect(passed).toBe(40);
  expect(limit.take('b')).toBe(true);
  now += 1000;
  expect(Array.from({ length: 100 }, () => limit.take('a')).filter(Boolean).length).toBe(10);
});
