import { describe, expect, test } from '@jest/globals';
import { isDateSpan, thisMonth } from './date-span.ts';

describe('the span of the report', () => {
  test('begins with the month that it is in India', () => {
    expect(thisMonth(new Date('2026-03-31T18:29:59Z'))).toEqual({ from: '2026-03-01', to: '2026-03-31' });
    expect(thisMonth(new Date('2026-03-31T18:30:00Z'))).toEqual({ from: '2026-04-01', to: '2026-04-01' });
  });

  test.each([
    [{ from: '2026-01-01', to: '2026-01-01' }, true],
    [{ from: '2026-01-02', to: '2026-01-01' }, false],
    [{ from: '', to: '2026-01-01' }, false],
    [{ from: '2026-13-01', to: '2027-01-01' }, false],
  ])('%j: %s', (span, isSpan) => {
    expect(isDateSpan(span)).toBe(isSpan);
  });
});
