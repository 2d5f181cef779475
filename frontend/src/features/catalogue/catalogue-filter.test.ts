import { describe, expect, test } from '@jest/globals';
import { isNarrowed, queryOf, readFilter, searchOf } from './catalogue-filter.ts';

const read = (search: string) => readFilter(new URLSearchParams(search));

describe('the address of the catalogue', () => {
  test('says everything that narrows it, and leads back to it', () => {
    const search = '?q=git&category=web-development&level=beginner&language=en&price=paid&rating=4&sort=popular';
    expect(searchOf(read(search))).toBe(search);
  });

  test('is bare where nothing is said', () => {
    expect(read('')).toEqual({ sort: 'new' });
    expect(searchOf({ sort: 'new' })).toBe('');
  });

  test.each(['?level=expert', '?rating=9', '?price=12', '?sort=random', '?q=%20%20', '?language=English', '?other=1'])(
    '%s is taken for nothing said',
    (search) => {
      expect(searchOf(read(search))).toBe('');
    },
  );
});

describe('the filter of the catalogue', () => {
  test('asks for free or paid courses by their price in paise', () => {
    expect(queryOf(read('?price=free'))).toMatchObject({ priceMin: undefined, priceMax: 0 });
    expect(queryOf(read('?price=paid'))).toMatchObject({ priceMin: 100, priceMax: undefined });
  });

  test('leaves courses out by anything but the order', () => {
    expect(isNarrowed(read('?sort=rating'))).toBe(false);
    expect(isNarrowed(read('?q=git'))).toBe(true);
  });
});
