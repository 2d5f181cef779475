import { describe, expect, test } from '@jest/globals';
import { returnPathIn, safeReturnPath, withReturnPath } from './return-path.ts';

describe('the return path after logging in', () => {
  test.each(['/dashboard/orders', '/courses/a-course?from=mail#outline', '/learn/0123'])('keeps %s', (path) => {
    expect(safeReturnPath(path, '/fallback')).toBe(path);
  });

  test.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '/\t/evil.example/',
    '\\\\evil.example',
    'javascript:alert(1)',
    '/..//evil.example',
    '/.//evil.example',
    ' /dashboard',
    'dashboard',
    '',
    null,
    undefined,
  ])('refuses %j', (path) => {
    expect(safeReturnPath(path, '/fallback')).toBe('/fallback');
  });

  test('travels in the query and back', () => {
    const address = withReturnPath('/login', '/courses/a?b=c&d=e');
    expect(returnPathIn(new URL(address, 'https://site.invalid').search)).toBe('/courses/a?b=c&d=e');
    expect(withReturnPath('/login', undefined)).toBe('/login');
    expect(returnPathIn('?returnTo=//evil.example')).toBeUndefined();
    expect(returnPathIn('')).toBeUndefined();
  });
});
