import { describe, expect, test } from '@jest/globals';
import { readingSeconds } from './reading-seconds.ts';

describe('reading time', () => {
  test('is counted at 200 words a minute', () => {
    expect(readingSeconds('word '.repeat(200))).toBe(60);
    expect(readingSeconds('word '.repeat(100))).toBe(30);
  });

  test('is rounded up, and never nothing', () => {
    expect(readingSeconds('one two')).toBe(1);
    expect(readingSeconds('---')).toBe(1);
  });

  test('does not count the marks of Markdown', () => {
    expect(readingSeconds(`# ${'**word** '.repeat(200)}\n\n- - -`)).toBe(60);
  });

  test('counts words of any script', () => {
    expect(readingSeconds('नमस्ते '.repeat(200))).toBe(60);
  });
});
