import { describe, expect, test } from '@jest/globals';
import { formatter, fullName, initials, minutes } from './format.ts';

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

  test('a lecture takes at least a minute, read or watched', () => {
    expect([0, 29, 89, 91, 600].map((readingSeconds) => minutes({ readingSeconds }))).toEqual([1, 1, 1, 2, 10]);
    expect(minutes({ durationSeconds: 600 })).toBe(10);
  });

  test('who has no names any more has no full name', () => {
    expect(fullName({ firstName: 'Ada', lastName: 'Lovelace' })).toBe('Ada Lovelace');
    expect(fullName({})).toBeUndefined();
  });

  test('initials are whole characters of any script', () => {
    expect(initials({ firstName: 'ada', lastName: 'lovelace' })).toBe('AL');
    expect(initials({ firstName: '𝒜da', lastName: ' ' })).toBe('𝒜');
  });
});
