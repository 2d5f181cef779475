import { describe, expect, test } from '@jest/globals';
import { fitHeadings, headingLevels } from './heading-levels.ts';

describe('the levels of headings in a text', () => {
  test.each([
    [[1, 2, 2, 3], 2, [2, 3, 3, 4]],
    [[2, 2, 3], 2, [2, 2, 3]],
    [[2, 4, 4, 2], 2, [2, 3, 3, 2]],
    [[3, 2, 3], 2, [2, 2, 3]],
    [[1, 2, 3, 4, 5, 6], 3, [3, 4, 5, 6, 6, 6]],
    [[], 2, []],
  ])('%j beginning at h%i become %j', (depths, first, levels) => {
    expect(headingLevels(depths, first)).toEqual(levels);
  });

  test('are set wherever the heading stands', () => {
    const quoted = { type: 'heading', depth: 3 };
    const top = { type: 'heading', depth: 1 };
    fitHeadings({ first: 2 })({ type: 'root', children: [top, { type: 'blockquote', children: [quoted] }] });
    expect([top.depth, quoted.depth]).toEqual([2, 3]);
  });
});
