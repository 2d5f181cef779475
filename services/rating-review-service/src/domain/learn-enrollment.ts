import type { Id } from '@studynotion/contracts';
import type { EnrollmentRepository } from '../data/enrollment-repository.ts';
import type { PeopleRepository } from '../data/people-repository.ts';

export interface EnrollmentNeeds {
  readonly enrollments: EnrollmentRepository;
  readonly people: PeopleRepository;
}

export interface EnrollmentNews {
  readonly accountId: Id;
  readonly courseId: Id;
  readonly version: number;
}

/** Takes over whether an account is enrolled; what comes late, after the account was deleted, is not kept. */
export async function learnEnrollment(
  { enrollments, people }: EnrollmentNeeds,
  { accountId, courseId, version }: EnrollmentNews,
  active: boolean,
): Promise<void> {
  await enrollments.learn(accountId, courseId, version, active);
  if ((await people.stateOf(accountId)) === 'deleted') await enrollments.forget(accountId);
}
