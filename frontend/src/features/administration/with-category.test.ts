import { expect, test } from '@jest/globals';
import type { ListedCategory } from './administration-api.ts';
import { withCategory } from './with-category.ts';

const category = (id: string, name: string) => ({ id, name, slug: id, description: '', version: 1 });
const listed: ListedCategory[] = [
  { ...category('b', 'Design'), courseCount: 3 },
  { ...category('a', 'Writing'), courseCount: 1 },
];

test('a new category stands at its place with no courses', () => {
  expect(withCategory(listed, category('c', 'Music')).map(({ name, courseCount }) => [name, courseCount])).toEqual([
    ['Design', 3],
    ['Music', 0],
    ['Writing', 1],
  ]);
});

test('a renamed category moves and keeps its courses', () => {
  expect(withCategory(listed, category('b', 'Zines')).map(({ name, courseCount }) => [name, courseCount])).toEqual([
    ['Writing', 1],
    ['Zines', 3],
  ]);
});
