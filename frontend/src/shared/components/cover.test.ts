import { describe, expect, test } from '@jest/globals';
import { coverOf } from './cover.ts';

describe('the cover of a course', () => {
  test('is always the same for the same course', () => {
    expect(coverOf('bread-baking')).toEqual(coverOf('bread-baking'));
  });

  test('differs between courses', () => {
    const covers = ['bread-baking', 'linear-algebra', 'हिन्दी', 'a', 'b', 'c'].map((slug) =>
      JSON.stringify(coverOf(slug)),
    );
    expect(new Set(covers).size).toBe(covers.length);
  });
});
