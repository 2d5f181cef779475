import { describe, expect, test } from '@jest/globals';
import { boughtPath } from './bought-path.ts';

const item = (courseId: string) => ({
  courseId,
  slug: courseId,
  title: courseId,
  price: { amount: 100, currency: 'INR' as const },
});

describe('after a purchase', () => {
  test('one course opens', () => {
    expect(boughtPath({ items: [item('a')] })).toBe('/learn/a');
  });

  test('several courses stand among mine', () => {
    expect(boughtPath({ items: [item('a'), item('b')] })).toBe('/dashboard/courses');
  });
});
