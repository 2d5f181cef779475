import { listReviews } from '@studynotion/contracts';
import { handler, ok } from '@studynotion/service-kit';
import type { PeopleRepository } from '../data/people-repository.ts';
import type { RatingRepository } from '../data/rating-repository.ts';
import type { ReviewRepository } from '../data/review-repository.ts';
import { summaryOf } from '../domain/rating.ts';
import { toReviews } from './to-review.ts';

interface Dependencies {
  readonly people: PeopleRepository;
  readonly ratings: RatingRepository;
  readonly reviews: ReviewRepository;
}

export const listReviewsHandler = ({ people, ratings, reviews }: Dependencies) =>
  handler(listReviews, async ({ params: { courseId }, query }) => {
    const { items, nextCursor } = await reviews.list(courseId, query.sort, query);
    const { counts } = await ratings.find(courseId);
    return ok({ items: await toReviews(people, items), nextCursor, summary: summaryOf(counts) });
  });
