import { enrollmentGranted } from '@studynotion/contracts';
import { subscriber } from '@studynotion/service-kit';
import { type EnrollmentNeeds, learnEnrollment } from '../domain/learn-enrollment.ts';

export const onEnrollmentGranted = (needs: EnrollmentNeeds) =>
  subscriber(enrollmentGranted, (news) => learnEnrollment(needs, news, true));
