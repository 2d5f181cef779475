import { describe, expect, test } from '@jest/globals';
import { formatter, initials, readingMinutes } from './format.ts';

const format = formatter('en-IN');

describe('formats', () => {
  test.each([
    [49_900, '₹499'],
    [49_950, '₹499.50'],
    [0, '₹0'],
    [123_456_700, '₹12,34,567'],
  ])('%i paise read as %s', (amount, text) => {
    expect(format.money({ amount, currency: 'INR' })).toBe(text);
  });

  test('a calendar date does not shift with the time zone', () => {
    expect(format.calendarDay('2001-02-03')).toBe('3 February 2001');
  });

  test('a language tag reads as the name of the language', () => {
    expect(format.language('hi')).toBe('Hindi');
  });

  test('reading takes at least a minute', () => {
    expect([0, 29, 89, 91, 600].map(readingMinutes)).toEqual([1, 1, 1, 2, 10]);
  });

  test('initials are whole characters of any script', () => {
    expect(initials({ firstName: 'ada', lastName: 'lovelace' })).toBe('AL');
    expect(initials({ firstName: '𝒜da', lastName: ' ' })).toBe('𝒜');
  });
});
