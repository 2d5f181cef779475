import { describe, expect, test } from '@jest/globals';
import { commonPasswords } from './common-passwords.ts';
import { requireUncommon } from './password-rules.ts';

describe('the list of common passwords', () => {
  test.each(['password', 'PassWord123', 'QWERTYUIOP', '12345678', 'p@ssw0rd1', 'iloveyou'])(
    'refuses %s',
    (password) => {
      expect(() => requireUncommon(password)).toThrow(expect.objectContaining({ code: 'password.common' }));
    },
  );

  test('lets others pass', () => {
    expect(() => requireUncommon('a fine long passphrase')).not.toThrow();
  });

  test('holds hundreds, in the form that is compared, and none that the length refuses already', () => {
    expect(commonPasswords.size).toBeGreaterThan(500);
    for (const password of commonPasswords) {
      expect(password).toBe(password.normalize('NFKC').toLowerCase());
      expect(password.length).toBeGreaterThanOrEqual(8);
    }
  });
});
