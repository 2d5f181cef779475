import { describe, expect, test } from '@jest/globals';
import { matchByTitle } from './match-by-title.ts';

const titled = (...titles: string[]) => titles.map((title, index) => ({ id: index + 1, title }));
const match = (olds: string[], news: string[]) => matchByTitle(titled(...olds), titled(...news)).map((old) => old?.id);

describe('matching new items with old ones', () => {
  test('the same list matches item by item', () => {
    expect(match(['a', 'b'], ['a', 'b'])).toEqual([1, 2]);
  });

  test('an item that was put in between leaves the others what they were', () => {
    expect(match(['a', 'b'], ['a', 'new', 'b'])).toEqual([1, undefined, 2]);
  });

  test('a new order follows the titles', () => {
    expect(match(['a', 'b', 'c'], ['c', 'a', 'b'])).toEqual([3, 1, 2]);
  });

  test('a new title at the same place is a renaming', () => {
    expect(match(['a', 'b'], ['a', 'better b'])).toEqual([1, 2]);
  });

  test('equal titles match at their places, each old one once', () => {
    expect(match(['a', 'a'], ['a', 'a', 'a'])).toEqual([1, 2, undefined]);
  });
});
