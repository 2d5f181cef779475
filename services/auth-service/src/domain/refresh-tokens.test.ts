import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { RefreshTokens } from './refresh-tokens.ts';

const key = () => randomBytes(32).toString('base64url');
const SESSION = 'a'.repeat(24);

describe('refresh tokens', () => {
  const tokens = new RefreshTokens(key());

  test('a token is recognised with its session, at any age', () => {
    const first = tokens.first(SESSION);
    const third = tokens.successorOf(tokens.successorOf(first));
    expect(tokens.parse(first.text)).toEqual(first);
    expect(tokens.parse(third.text)).toEqual(third);
    expect(third.sessionId).toBe(SESSION);
  });

  test('the successor is always the same, and known only to who has the key', () => {
    const first = tokens.first(SESSION);
    expect(tokens.successorOf(first)).toEqual(tokens.successorOf(first));
    expect(new RefreshTokens(key()).successorOf(first).text).not.toBe(tokens.successorOf(first).text);
  });

  test('two sessions never begin alike', () => {
    expect(tokens.first(SESSION).text).not.toBe(tokens.first(SESSION).text);
  });

  test('what was never ours is not recognised', () => {
    const { text } = tokens.first(SESSION);
    const [, secret, seal] = text.split('.');
    const strangers = [
      undefined,
      '',
      'a.b.c',
      `${'b'.repeat(24)}.${secret}.${seal}`,
      `${SESSION}.${'A'.repeat(43)}.${seal}`,
      `${text}x`,
      ` ${text}`,
      new RefreshTokens(key()).first(SESSION).text,
    ];
    for (const stranger of strangers) expect(tokens.parse(stranger)).toBeUndefined();
  });

  test('a short key is refused', () => {
    expect(() => new RefreshTokens('c2hvcnQ')).toThrow('32 bytes');
  });
});
