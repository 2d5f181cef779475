import { describe, expect, test } from '@jest/globals';
import { EmailAddress } from './primitives.ts';

describe('an e-mail address', () => {
  test.each(['asha@example.com', `${'a'.repeat(64)}@example.com`])('may be %s', (address) => {
    expect(EmailAddress.safeParse(address).success).toBe(true);
  });

  test.each([
    ['more before the @ than a mail server takes', `${'a'.repeat(65)}@example.com`],
    ['more in all than a mail server takes', `a@${'b'.repeat(60)}.${`${'c'.repeat(60)}.`.repeat(4)}com`],
    ['no domain', 'asha'],
  ])('is refused with %s', (_what, address) => {
    expect(EmailAddress.safeParse(address).success).toBe(false);
  });
});
