import type { Review as ReviewAnswer } from '@studynotion/contracts';
import type { PeopleRepository } from '../data/people-repository.ts';
import type { Review } from '../domain/review.ts';

/** Reviews as everybody sees them, with their authors. */
export async function toReviews(people: PeopleRepository, reviews: readonly Review[]): Promise<ReviewAnswer[]> {
  const authorOf = await people.authorsOf(
    reviews.flatMap(({ accountId }) => (accountId === undefined ? [] : [accountId])),
  );
  return reviews.map(({ id, courseId, accountId, rating, text, createdAt, changedAt }) => ({
    id,
    courseId,
    rating,
    text,
    author: authorOf(accountId),
    createdAt: createdAt.toISOString(),
    changedAt: changedAt?.toISOString(),
  }));
}
