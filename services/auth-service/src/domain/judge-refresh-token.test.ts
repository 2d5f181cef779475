import { describe, expect, test } from '@jest/globals';
import { judgeRefreshToken } from './judge-refresh-token.ts';

const rotatedAt = new Date('2025-01-01T10:00:00Z');
const after = (seconds: number) => new Date(rotatedAt.getTime() + seconds * 1000);
const rotated = { tokenHash: 'new', previousTokenHash: 'old', rotatedAt };

describe('a refresh token that is shown', () => {
  test.each([
    ['the first of a session is rotated', { tokenHash: 'first' }, 'first', 0, 'rotate'],
    ['the newest is kept while it is fresh', rotated, 'new', 29.9, 'keep'],
    ['the newest is rotated after that', rotated, 'new', 30, 'rotate'],
    ['the predecessor yields its successor again for 30 seconds', rotated, 'old', 29.9, 'repeat'],
    ['the predecessor is a reuse after that', rotated, 'old', 30, 'reused'],
    ['an older one is a reuse at any time', rotated, 'older', 1, 'reused'],
    ['an unknown one of an unrotated session is a reuse', { tokenHash: 'first' }, 'other', 0, 'reused'],
  ] as const)('%s', (_, session, shown, seconds, verdict) => {
    expect(judgeRefreshToken(session, shown, after(seconds), 30)).toBe(verdict);
  });

  test('without a grace time every use rotates and every replaced one is a reuse', () => {
    expect(judgeRefreshToken(rotated, 'new', rotatedAt, 0)).toBe('rotate');
    expect(judgeRefreshToken(rotated, 'old', rotatedAt, 0)).toBe('reused');
  });
});
