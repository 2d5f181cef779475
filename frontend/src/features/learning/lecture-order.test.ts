import { describe, expect, test } from '@jest/globals';
import { lecturesInOrder, placeOf } from './lecture-order.ts';

const lecture = (id: string) => ({
  id,
  title: `Lecture ${id}`,
  kind: 'article' as const,
  preview: false,
  readingSeconds: 60,
});
const sections = [
  { id: 's1', title: 'First', lectures: [lecture('a'), lecture('b')] },
  { id: 's2', title: 'Empty', lectures: [] },
  { id: 's3', title: 'Last', lectures: [lecture('c')] },
];

describe('the order of lectures', () => {
  test('goes through all sections', () => {
    expect(lecturesInOrder(sections).map(({ number, id, sectionTitle }) => [number, id, sectionTitle])).toEqual([
      [1, 'a', 'First'],
      [2, 'b', 'First'],
      [3, 'c', 'Last'],
    ]);
  });

  test('leads from one section into the next', () => {
    const { previous, lecture: here, next, count } = placeOf(sections, 'b');
    expect([previous?.id, here?.id, next?.id, count]).toEqual(['a', 'b', 'c', 3]);
  });

  test('ends at both ends', () => {
    expect(placeOf(sections, 'a').previous).toBeUndefined();
    expect(placeOf(sections, 'c').next).toBeUndefined();
  });

  test('has no neighbours for a lecture of another course', () => {
    expect(placeOf(sections, 'x')).toMatchObject({ lecture: undefined, previous: undefined, next: undefined });
  });
});
