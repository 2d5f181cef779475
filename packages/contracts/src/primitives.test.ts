import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ContactNumber, EmailAddress, freeText, line, paragraphs } from './primitives.ts';

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

describe('a telephone number', () => {
  test.each(['123456', '+91 80 1234 5678', ' (080) 1234-5678 '])('may be "%s"', (number) => {
    expect(ContactNumber.parse(number)).toBe(number.trim());
  });

  test.each(['12345', '      ', '+', '1'.repeat(21), '12 34 five', ' 1    '])('is not "%s"', (number) => {
    expect(ContactNumber.safeParse(number).success).toBe(false);
  });
});

test('texts of nothing but blanks are refused where a text is needed, and their schemas say so', () => {
  for (const text of [line(10), paragraphs(10), freeText(10)]) {
    expect(text.safeParse('   ').success).toBe(false);
    expect(z.toJSONSchema(text, { io: 'input' })).toMatchObject({ minLength: 1, allOf: [{ pattern: '\\S' }] });
  }
  for (const text of [line(10, 0), paragraphs(10, 0), freeText(10, 0)]) expect(text.parse('   ')).toBe('');
});
