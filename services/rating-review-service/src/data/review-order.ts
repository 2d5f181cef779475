import type { ReviewSort } from '@studynotion/contracts';
import { dateOfCursor, decodeCursor, InputError, type Position } from '@studynotion/service-kit';
import type { SortOrder } from 'mongoose';
import type { ReviewDocument } from './review-model.ts';

type Fields = Record<string, unknown>;

/** How a list of reviews is sorted, and how it goes on after a cursor. */
export interface ReviewOrder {
  readonly sort: Readonly<Record<string, SortOrder>>;
  /** Filter of what comes after the cursor. @throws InputError where it is no cursor of this list */
  after(cursor: string | undefined): Fields;
  positionOf(review: ReviewDocument): Position;
}

const newest: ReviewOrder = {
  sort: { createdAt: -1, _id: -1 },
  after: (cursor) => (cursor === undefined ? {} : { $or: older(decodeCursor(cursor)) }),
  positionOf: ({ createdAt, _id }) => ({ after: createdAt.toISOString(), id: _id }),
};

/** By stars, and among the same number of stars the newest first. */
function byStars(direction: 1 | -1): ReviewOrder {
  return {
    sort: { rating: direction, createdAt: -1, _id: -1 },
    after(cursor) {
      if (cursor === undefined) return {};
      const { after, id } = decodeCursor(cursor);
      const [, stars, createdAt] = /^([1-5]) (.+)$/.exec(String(after)) ?? [];
      if (stars === undefined || createdAt === undefined) throw notOfThisList();
      const rating = Number(stars);
      const sameStars = older({ after: createdAt, id }).map((position) => ({ rating, ...position }));
      return { $or: [{ rating: direction === 1 ? { $gt: rating } : { $lt: rating } }, ...sameStars] };
    },
    positionOf: ({ rating, createdAt, _id }) => ({ after: `${rating} ${createdAt.toISOString()}`, id: _id }),
  };
}

function older({ after, id }: Position): readonly Fields[] {
  const createdAt = dateOfCursor(after);
  return [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $lt: id } }];
}

function notOfThisList(): InputError {
  return new InputError('request.invalid', { errors: [{ path: 'cursor', message: 'is not a cursor of this list' }] });
}

export const reviewOrders: Readonly<Record<ReviewSort, ReviewOrder>> = {
  newest,
  highest: byStars(-1),
  lowest: byStars(1),
};
