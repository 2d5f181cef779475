import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seal, unseal } from './seal.ts';

const key = randomBytes(32).toString('base64url');

describe('a sealed secret', () => {
  test('opens with the same key and purpose', () => {
    fc.assert(fc.property(fc.string(), (plain) => unseal(seal(plain, key, 'otp'), key, 'otp') === plain));
  });

  test('does not open for another purpose', () => {
    expect(() => unseal(seal('123456', key, 'otp'), key, 'password-reset')).toThrow();
  });

  test('does not open with another key', () => {
    expect(() => unseal(seal('123456', key, 'otp'), randomBytes(32).toString('base64url'), 'otp')).toThrow();
  });

  test('does not open when a single byte changed, or when it was cut', () => {
    const bytes = Buffer.from(seal('123456', key, 'otp'), 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(() => unseal(changed.toString('base64url'), key, 'otp')).toThrow();
      expect(() => unseal(bytes.subarray(0, index).toString('base64url'), key, 'otp')).toThrow();
    }
  });

  test('looks different every time', () => {
    expect(seal('123456', key, 'otp')).not.toBe(seal('123456', key, 'otp'));
  });
});
