import { enrollmentGranted } from '@studynotion/contracts';
import { subscriber } from '@studynotion/service-kit';
import type { EnrollmentRepository } from '../data/enrollment-repository.ts';

export const onEnrollmentGranted = ({ enrollments }: { enrollments: EnrollmentRepository }) =>
  subscriber(enrollmentGranted, ({ accountId, courseId, version, grantedAt }) =>
    enrollments.grant({ accountId, courseId, version, enrolledAt: new Date(grantedAt) }),
  );
