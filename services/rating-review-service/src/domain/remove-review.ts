import type { Id } from '@studynotion/contracts';
import { type Caller, type FaultPoint, NotFoundError } from '@studynotion/service-kit';
import type { ReviewRepository } from '../data/review-repository.ts';
import type { Settler } from './settler.ts';

export interface RemoveReviewNeeds {
  readonly faultPoint: FaultPoint;
  readonly reviews: ReviewRepository;
  readonly settler: Settler;
}

/** Takes the caller's own review of a course back; whether they are still enrolled does not matter. */
export async function removeReview(needs: RemoveReviewNeeds, caller: Caller, courseId: Id): Promise<void> {
  const removed = await needs.reviews.remove(caller.accountId, courseId);
  if (!removed) throw new NotFoundError('review.not-found');
  needs.faultPoint('review-before-settled');
  await needs.settler.settleSoon(courseId);
}
