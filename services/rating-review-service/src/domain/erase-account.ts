import type { Id } from '@studynotion/contracts';
import type { FaultPoint } from '@studynotion/service-kit';
import type { EnrollmentRepository } from '../data/enrollment-repository.ts';
import type { PeopleRepository } from '../data/people-repository.ts';
import type { ReviewRepository } from '../data/review-repository.ts';

export interface EraseAccountNeeds {
  readonly enrollments: EnrollmentRepository;
  readonly faultPoint: FaultPoint;
  readonly people: PeopleRepository;
  readonly reviews: ReviewRepository;
}

/**
 * Removes what is known of a person; the reviews stay, without an author. May be repeated, and go on after a crash.
 * The tombstone comes first: whoever writes at the same time looks for it after the write.
 */
export async function eraseAccount(needs: EraseAccountNeeds, accountId: Id, deletedAt: Date): Promise<void> {
  await needs.people.bury(accountId, deletedAt);
  await needs.reviews.forgetAuthor(accountId);
  await needs.enrollments.forget(accountId);
  needs.faultPoint('account-erased-before-receipt');
  await needs.people.confirmErased(accountId);
}
