import { describe, expect, test } from '@jest/globals';
import { askedWords, searchWords } from './search-words.ts';

describe('words to be found by', () => {
  test('are those of title, tags and summary, each once, without case and accents', () => {
    expect(searchWords({ title: 'Café, café!', tags: ['Über uns'], summary: 'A CAFE.' })).toEqual([
      'cafe',
      'uber',
      'uns',
      'a',
    ]);
  });

  test('keep the signs that are part of a letter in other scripts', () => {
    expect(searchWords({ title: 'हिन्दी', tags: [], summary: '' })).toEqual(['हिन्दी']);
  });

  test('are a bounded number of bounded length', () => {
    const summary = Array.from({ length: 500 }, (_, place) => `w${place}`).join(' ');
    const words = searchWords({ title: 'x'.repeat(99), tags: [], summary });
    expect(words).toHaveLength(300);
    expect(words[0]).toBe('x'.repeat(40));
  });
});

describe('words that are asked for', () => {
  test.each(['.*', '$where', '(a|b)+', '\\w', '{"$gt": ""}', '[^x]'])('hold no sign of a pattern: %s', (question) => {
    for (const word of askedWords(question)) expect(word).toMatch(/^[\p{L}\p{N}\p{M}]+$/u);
  });

  test('are eight at most', () => {
    expect(askedWords('a b c d e f g h i j')).toHaveLength(8);
    expect(askedWords('... !')).toEqual([]);
  });
});
