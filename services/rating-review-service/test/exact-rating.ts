import { expect } from '@jest/globals';
import type { Connection } from 'mongoose';
import { summaryOf } from '../src/domain/rating.ts';

interface Row {
  readonly _id: string;
  readonly courseId: string;
  readonly state: string;
  readonly rating: number;
}

/** Counts the visible rows one by one, apart from the service's own way, and compares. */
export async function expectExactRating(database: Connection, courseId: string): Promise<void> {
  const rows = await database.collection<Row>('reviews').find({ courseId, state: 'published' }).toArray();
  const counts = [1, 2, 3, 4, 5].map((stars) => rows.filter(({ rating }) => rating === stars).length);
  expect(counts.reduce((sum, count) => sum + count)).toBe(rows.length);
  const stored = await database.collection<{ _id: string; counts: number[] }>('ratings').findOne({ _id: courseId });
  expect(stored?.counts).toEqual(counts);
  const stars = rows.reduce((sum, { rating }) => sum + rating, 0);
  const { average, count } = summaryOf(counts as [number, number, number, number, number]);
  expect(count).toBe(rows.length);
  if (rows.length > 0) expect(Math.abs(average - stars / rows.length)).toBeLessThanOrEqual(0.05 + 1e-9);
}
