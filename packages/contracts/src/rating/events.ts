import { z } from 'zod';
import { accountErasedEvent } from '../account-erased.ts';
import { aggregateFields, event } from '../event.ts';
import { Id } from '../primitives.ts';
import { Histogram } from './routes.ts';

/** What the visible reviews of a course come to now; `aggregateId` is the course. */
export const ratingUpdated = event({
  type: 'studynotion.rating.updated.v1',
  producer: 'rating-review-service',
  data: z.strictObject({
    ...aggregateFields,
    average: z.number().min(0).max(5),
    count: z.int().min(0),
    histogram: Histogram,
  }),
});

/** Somebody reviewed a course for the first time; `aggregateId` is the review. It is told once, whatever becomes of it. */
export const reviewPublished = event({
  type: 'studynotion.review.published.v1',
  producer: 'rating-review-service',
  isPersonal: true,
  data: z.strictObject({
    ...aggregateFields,
    courseId: Id,
    courseTitle: z.string(),
    instructorId: Id,
    rating: z.int().min(1).max(5),
    text: z.string().optional(),
  }),
});

export const ratingAccountErased = accountErasedEvent('rating', 'rating-review-service');
