import { deleteMyReview, getMyReview, putMyReview } from '@studynotion/contracts';
import { type Handler, handler, NotFoundError, noContent, ok } from '@studynotion/service-kit';
import { type PutReviewNeeds, putReview } from '../domain/put-review.ts';
import { removeReview } from '../domain/remove-review.ts';
import { toReviews } from './to-review.ts';

export function myReviewHandlers(needs: PutReviewNeeds): readonly Handler[] {
  const { people, reviews } = needs;
  return [
    handler(getMyReview, async ({ caller, params }) => {
      const review = await reviews.find(caller.accountId, params.courseId);
      if (review === undefined) throw new NotFoundError('review.not-found');
      const [answer] = await toReviews(people, [review]);
      return ok(answer);
    }),

    handler(putMyReview, async ({ caller, params, body }) => {
      const review = await putReview(needs, caller, params.courseId, body);
      const [answer] = await toReviews(people, [review]);
      return ok(answer);
    }),

    handler(deleteMyReview, async ({ caller, params }) => {
      await removeReview(needs, caller, params.courseId);
      return noContent();
    }),
  ];
}
