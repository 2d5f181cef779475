import { z } from 'zod';
import { Id, Instant, PersonName, page, pageQuery, paragraphs } from '../primitives.ts';
import { routesOf } from '../route.ts';

const route = routesOf('rating-review-service');

/** How often each number of stars was given. */
export const Histogram = z.strictObject({ 1: z.int(), 2: z.int(), 3: z.int(), 4: z.int(), 5: z.int() });

/** What the visible reviews of a course come to; `average` has one decimal and is 0 where there are none. */
export const RatingSummary = z
  .strictObject({ average: z.number().min(0).max(5), count: z.int().min(0), histogram: Histogram })
  .meta({ id: 'RatingSummary' });
export type RatingSummary = z.infer<typeof RatingSummary>;

export const Review = z
  .strictObject({
    id: Id,
    courseId: Id,
    rating: z.int().min(1).max(5),
    text: z.string().optional(),
    /** Absent where the author's account was deleted. */
    author: z
      .strictObject({ accountId: Id, firstName: PersonName, lastName: PersonName, pictureUrl: z.url().optional() })
      .optional(),
    createdAt: Instant,
    changedAt: Instant.optional(),
  })
  .meta({ id: 'Review' });
export type Review = z.infer<typeof Review>;

/** Of those with the same stars the newest comes first. */
export const ReviewSort = z.enum(['newest', 'highest', 'lowest']);
export type ReviewSort = z.infer<typeof ReviewSort>;

export const listReviews = route({
  method: 'GET',
  path: '/courses/:courseId/reviews',
  summary: 'The reviews of a course and what they come to',
  access: 'public',
  params: z.strictObject({ courseId: Id }),
  query: z.strictObject({ ...pageQuery, sort: ReviewSort.default('newest') }),
  answers: { 200: page(Review).extend({ summary: RatingSummary }) },
  problems: [],
  cacheSeconds: 2,
});

export const listFeaturedReviews = route({
  method: 'GET',
  path: '/reviews/featured',
  summary: 'Some good reviews with a text, of different courses, newest first',
  access: 'public',
  answers: {
    200: z.strictObject({ items: z.array(Review.extend({ courseTitle: z.string(), courseSlug: z.string() })) }),
  },
  problems: [],
  cacheSeconds: 2,
});

const OfCourse = z.strictObject({ courseId: Id });

export const getMyReview = route({
  method: 'GET',
  path: '/courses/:courseId/reviews/mine',
  summary: 'My review of a course',
  access: 'signed-in',
  params: OfCourse,
  answers: { 200: Review },
  problems: ['review.not-found'],
});

export const putMyReview = route({
  method: 'PUT',
  path: '/courses/:courseId/reviews/mine',
  summary: 'Rate a course that I am enrolled in, or change what I said',
  access: 'signed-in',
  params: OfCourse,
  body: z.strictObject({ rating: z.int().min(1).max(5), text: paragraphs(2000).optional() }),
  answers: { 200: Review },
  problems: ['course.not-found', 'enrollment.required', 'review.own-course', 'service.unavailable'],
});

export const deleteMyReview = route({
  method: 'DELETE',
  path: '/courses/:courseId/reviews/mine',
  summary: 'Take my review of a course back',
  access: 'signed-in',
  params: OfCourse,
  answers: { 204: z.undefined() },
  problems: ['review.not-found'],
});
