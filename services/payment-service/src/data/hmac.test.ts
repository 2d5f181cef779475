import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { isSigned } from './hmac.ts';

describe('signatures', () => {
  const secret = 'the secret';
  const sign = (message: string | Buffer, key = secret) => createHmac('sha256', key).update(message).digest('hex');

  test('RFC 4231, test case 2', () => {
    const expected = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
    expect(isSigned('what do ya want for nothing?', expected, 'Jefe')).toBe(true);
  });

  test('holds for exactly these bytes and this secret', () => {
    const bytes = Buffer.from('{"a": 1}');
    expect(isSigned(bytes, sign(bytes), secret)).toBe(true);
    expect(isSigned('{"a":1}', sign(bytes), secret)).toBe(false);
    expect(isSigned(bytes, sign(bytes, 'another'), secret)).toBe(false);
  });

  test.each(['', 'x', '0'.repeat(63), '0'.repeat(64), '0'.repeat(65), 'ü'.repeat(32), 'ü'.repeat(64)])(
    'refuses %p without a fuss',
    (signature) => {
      expect(isSigned('message', signature, secret)).toBe(false);
    },
  );

  test('refuses a signature in capitals or with something behind it', () => {
    const signature = sign('message');
    expect(isSigned('message', signature.toUpperCase(), secret)).toBe(false);
    expect(isSigned('message', `${signature} `, secret)).toBe(false);
  });
});
