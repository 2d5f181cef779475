import { describe, expect, test } from '@jest/globals';
import { renewalPause } from './renewal-pause.ts';

const now = Date.parse('2026-01-01T12:00:00Z');

describe('the address of a video', () => {
  test('is renewed a minute before it expires', () => {
    expect(renewalPause('2026-01-01T12:10:00Z', now)).toBe(9 * 60_000);
  });

  test('is renewed after half of its time where that is short', () => {
    expect(renewalPause('2026-01-01T12:01:00Z', now)).toBe(30_000);
  });

  test.each(['2026-01-01T12:00:01Z', '2026-01-01T11:00:00Z'])(
    'is not asked for all the time where the clock says that it expires at %s',
    (expiresAt) => {
      expect(renewalPause(expiresAt, now)).toBe(15_000);
    },
  );
});
