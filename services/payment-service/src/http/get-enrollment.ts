import { getEnrollment } from '@studynotion/contracts';
import { handler, ok } from '@studynotion/service-kit';
import type { EnrollmentRepository } from '../data/enrollment-repository.ts';

export const getEnrollmentHandler = ({ enrollments }: { enrollments: EnrollmentRepository }) =>
  handler(getEnrollment, async ({ params }) => {
    const enrollment = await enrollments.find(params.accountId, params.courseId);
    if (enrollment === undefined) return ok({ enrolled: false });
    const { version, grantedAt } = enrollment;
    return ok({ enrolled: true, enrolledAt: grantedAt.toISOString(), version });
  });
