import type { Id } from '@studynotion/contracts';
import { type Caller, type FaultPoint, Turns, UnavailableError } from '@studynotion/service-kit';
import type { ReviewRepository } from '../data/review-repository.ts';
import type { Course } from './course.ts';
import { type AuthorNeeds, requireAuthor } from './require-author.ts';
import { type ReviewerNeeds, requireReviewer } from './require-reviewer.ts';
import { isSameOpinion, type Opinion, type Review } from './review.ts';
import type { Settler } from './settler.ts';

export interface PutReviewNeeds extends ReviewerNeeds, AuthorNeeds {
  readonly faultPoint: FaultPoint;
  readonly reviews: ReviewRepository;
  readonly settler: Settler;
}

/** Far more writers than there are replicas; those of one replica take turns. */
const ATTEMPTS = 20;
const turns = new Turns();

/** Says what the caller thinks of a course they are enrolled in: for the first time, otherwise, or anew. */
export async function putReview(
  needs: PutReviewNeeds,
  caller: Caller,
  courseId: Id,
  opinion: Opinion,
): Promise<Review> {
  const course = await requireReviewer(needs, caller, courseId);
  const review = await turns.take(`${caller.accountId}:${courseId}`, () => say(needs, caller, course, opinion));
  needs.faultPoint('review-before-settled');
  await needs.settler.settleSoon(courseId);
  return review;
}

/** Applies what was said to the review as it is now, and once more where somebody else came first. */
async function say(needs: PutReviewNeeds, caller: Caller, course: Course, opinion: Opinion): Promise<Review> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    await requireAuthor(needs, caller);
    const written = await write(needs, caller, course, opinion);
    if (written !== undefined) return written;
  }
  throw new UnavailableError('service.unavailable', { detail: 'Too many changes of one review at the same moment.' });
}

async function write(
  { reviews }: PutReviewNeeds,
  { accountId }: Caller,
  course: Course,
  opinion: Opinion,
): Promise<Review | undefined> {
  const present = await reviews.find(accountId, course.id);
  if (present !== undefined)
    return isSameOpinion(present, opinion) ? present : reviews.change(accountId, course.id, opinion);
  return (await reviews.create(accountId, course, opinion)) ?? reviews.revive(accountId, course.id, opinion);
}
