import { describe, expect, test } from '@jest/globals';
import { Slug } from '@studynotion/contracts';
import { slugsFor } from './slug.ts';

const id = '0123456789abcdef01234567';

describe('the address of a title', () => {
  test.each([
    ['Command line: first steps', 'command-line-first-steps'],
    ['  Ünïcode & Größe  ', 'ünïcode-größe'],
    ['योग का परिचय', 'योग-का-परिचय'],
    ['Привет, мир!', 'привет-мир'],
    ['１２３ ﬁn', '123-fin'],
    ['--- a --- b ---', 'a-b'],
    ['???', id],
  ])('%s is %s', (title, slug) => {
    expect(slugsFor(title, id)[0]).toBe(slug);
  });

  test.each(['x'.repeat(120), 'ab '.repeat(40), 'ह'.repeat(120), '😀😀', '.', 'a'])(
    'is one that the contract takes, and so is the second, for %s',
    (title) => {
      const slugs = slugsFor(title, id);
      expect(slugs.map((slug) => Slug.safeParse(slug).success)).toEqual([true, true]);
      expect(slugs[1]).toContain(id);
    },
  );

  test('ends with a whole word', () => {
    expect(slugsFor('seventeen letters '.repeat(8), id)[0]).toMatch(/^(seventeen-letters-)+(seventeen|letters)$/);
  });
});
