import { listMyEnrollments } from '@studynotion/contracts';
import { handler, ok } from '@studynotion/service-kit';
import type { EnrollmentRepository } from '../data/enrollment-repository.ts';

export const listMyEnrollmentsHandler = ({ enrollments }: { enrollments: EnrollmentRepository }) =>
  handler(listMyEnrollments, async ({ caller, query }) => {
    const { items, nextCursor } = await enrollments.list(caller.accountId, query);
    const shown = items.map(({ courseId, orderId, grantedAt }) => ({
      courseId,
      orderId,
      enrolledAt: grantedAt.toISOString(),
    }));
    return ok({ items: shown, nextCursor });
  });
