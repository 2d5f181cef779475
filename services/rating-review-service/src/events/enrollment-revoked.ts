import { enrollmentRevoked } from '@studynotion/contracts';
import { subscriber } from '@studynotion/service-kit';
import { type EnrollmentNeeds, learnEnrollment } from '../domain/learn-enrollment.ts';

/** A review that was written before stays. */
export const onEnrollmentRevoked = (needs: EnrollmentNeeds) =>
  subscriber(enrollmentRevoked, (news) => learnEnrollment(needs, news, false));
