import { enrollmentGranted, enrollmentRevoked } from '@studynotion/contracts';
import { subscriber } from '@studynotion/service-kit';
import type { EnrollmentRepository } from '../data/enrollment-repository.ts';
import type { PeopleRepository } from '../data/people-repository.ts';
import { eraseEnrollments } from '../domain/erase-account.ts';
import type { StudentCounter } from '../domain/student-counter.ts';

interface Dependencies {
  readonly enrollments: EnrollmentRepository;
  readonly people: PeopleRepository;
  readonly students: StudentCounter;
}

/** Counted also where the enrolment was known before: the delivery before may have died in between. */
export const enrollmentSubscribers = ({ enrollments, people, students }: Dependencies) => [
  subscriber(enrollmentGranted, async ({ accountId, courseId, version, grantedAt }) => {
    await enrollments.grant({ accountId, courseId, version, enrolledAt: new Date(grantedAt) });
    await students.count(courseId);
    if (await people.isErased(accountId)) await eraseEnrollments({ enrollments, students }, accountId);
  }),

  subscriber(enrollmentRevoked, async ({ accountId, courseId, version }) => {
    await enrollments.revoke({ accountId, courseId, version });
    await students.count(courseId);
  }),
];
