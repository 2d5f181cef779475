import { enrollmentGranted, enrollmentRevoked } from '@studynotion/contracts';
import { subscriber } from '@studynotion/service-kit';
import { type CountingNeeds, countStudents } from '../domain/count-students.ts';

/** Counted also where the enrolment was known before: the delivery before may have died in between. */
export const enrollmentSubscribers = (needs: CountingNeeds) => [
  subscriber(enrollmentGranted, async ({ accountId, courseId, version, grantedAt }) => {
    await needs.enrollments.grant({ accountId, courseId, version, enrolledAt: new Date(grantedAt) });
    await countStudents(needs, courseId);
  }),

  subscriber(enrollmentRevoked, async ({ accountId, courseId, version }) => {
    await needs.enrollments.revoke({ accountId, courseId, version });
    await countStudents(needs, courseId);
  }),
];
