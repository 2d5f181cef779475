import { describe, expect, test } from '@jest/globals';
import { progressIn } from './progress.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));

describe('progress', () => {
  test.each([
    [[], [], 0],
    [[], ['gone'], 0],
    [['a'], [], 0],
    [['a'], ['a'], 100],
    [['a', 'b', 'c'], ['a'], 33],
    [['a', 'b', 'c'], ['a', 'b'], 66],
    [['a', 'b'], ['gone', 'gone too', 'b'], 50],
    [['a'], ['a', 'a', 'gone'], 100],
    [
      Array.from({ length: 1000 }, (_, place) => `l${place}`),
      Array.from({ length: 999 }, (_, place) => `l${place}`),
      99,
    ],
  ])('of %j with %j done is %d %%', (lectureIds, completed, percent) => {
    expect(progressIn(lectureIds, { completed }).percent).toBe(percent);
  });

  test('names only lectures that are there, in their order', () => {
    const positions = {
      a: { seconds: 1, watchedAt: at(1) },
      b: { seconds: 2, watchedAt: at(3) },
      gone: { seconds: 3, watchedAt: at(9) },
    };
    expect(progressIn(['a', 'b'], { completed: ['gone', 'b', 'a'], positions })).toEqual({
      completedLectureIds: ['a', 'b'],
      percent: 100,
      positions: { a: 1, b: 2 },
      lastLectureId: 'b',
      completedAt: undefined,
    });
  });
});
