import { describe, expect, test } from '@jest/globals';
import type { OutlineOrder } from './authoring-api.ts';
import {
  isSameOrder,
  lectureDrop,
  lectureStep,
  moveLecture,
  moveSection,
  sectionDrop,
  sectionStep,
} from './outline-order.ts';

const order: OutlineOrder = [
  { id: 'one', lectureIds: ['a', 'b', 'c'] },
  { id: 'two', lectureIds: [] },
  { id: 'three', lectureIds: ['d'] },
];

/** Everything that stands in an order, to see that nothing is lost or doubled. */
const contents = (of: OutlineOrder) =>
  [...of.map(({ id }) => id), ...of.flatMap(({ lectureIds }) => lectureIds)].sort();

describe('moving sections', () => {
  test.each([
    [0, ['three', 'one', 'two']],
    [1, ['one', 'three', 'two']],
    [2, ['one', 'two', 'three']],
  ])('to place %i', (index, ids) => {
    expect(moveSection(order, 'three', index).map(({ id }) => id)).toEqual(ids);
  });

  test('a step ends at both ends of the course', () => {
    expect(sectionStep(order, 'one', -1)).toBeUndefined();
    expect(sectionStep(order, 'one', 1)).toBe(1);
    expect(sectionStep(order, 'three', 1)).toBeUndefined();
  });

  test('one that is gone moves nothing', () => {
    expect(moveSection(order, 'gone', 0)).toEqual(order);
  });
});

describe('moving lectures', () => {
  test.each([
    ['a', { sectionId: 'one', index: 2 }, ['b,c,a', '', 'd']],
    ['c', { sectionId: 'one', index: 0 }, ['c,a,b', '', 'd']],
    ['b', { sectionId: 'two', index: 0 }, ['a,c', 'b', 'd']],
    ['b', { sectionId: 'three', index: 1 }, ['a,c', '', 'd,b']],
    ['d', { sectionId: 'one', index: 1 }, ['a,d,b,c', '', '']],
  ])('%s to %j', (id, place, expected) => {
    const moved = moveLecture(order, id, place);
    expect(moved.map(({ lectureIds }) => lectureIds.join())).toEqual(expected);
    expect(contents(moved)).toEqual(contents(order));
  });

  test('step by step a lecture passes through every section, and back', () => {
    let moved = order;
    const places: string[] = [];
    for (const step of [1, 1, 1, -1, -1, -1] as const) {
      const place = lectureStep(moved, 'c', step);
      if (place === undefined) throw new Error('no step');
      moved = moveLecture(moved, 'c', place);
      places.push(`${place.sectionId} ${place.index}`);
    }
    expect(places).toEqual(['two 0', 'three 0', 'three 1', 'three 0', 'two 0', 'one 2']);
    expect(moved).toEqual(order);
  });

  test('no step leads out of the course', () => {
    expect(lectureStep(order, 'a', -1)).toBeUndefined();
    expect(lectureStep(order, 'd', 1)).toBeUndefined();
    expect(lectureStep(order, 'gone', 1)).toBeUndefined();
  });
});

test('an order is the same only when everything stands at its place', () => {
  expect(isSameOrder(order, structuredClone(order))).toBe(true);
  expect(isSameOrder(order, moveLecture(order, 'a', { sectionId: 'one', index: 1 }))).toBe(false);
});

describe('dropping', () => {
  test.each([
    ['a', 'c', 'top', ['b,a,c', '', 'd']],
    ['a', 'c', 'bottom', ['b,c,a', '', 'd']],
    ['c', 'a', 'top', ['c,a,b', '', 'd']],
    ['b', 'd', 'bottom', ['a,c', '', 'd,b']],
  ] as const)('the lecture %s on %s, %s half', (id, lectureId, edge, expected) => {
    const place = lectureDrop(order, id, { lectureId, edge });
    if (place === undefined) throw new Error('nowhere');
    expect(moveLecture(order, id, place).map(({ lectureIds }) => lectureIds.join())).toEqual(expected);
  });

  test.each([
    ['one', 'three', 'top', 'two,one,three'],
    ['one', 'three', 'bottom', 'two,three,one'],
    ['three', 'one', 'top', 'three,one,two'],
  ] as const)('the section %s on %s, %s half', (id, sectionId, edge, expected) => {
    const index = sectionDrop(order, id, { sectionId, edge });
    expect(
      moveSection(order, id, index)
        .map((section) => section.id)
        .join(),
    ).toBe(expected);
  });
});
