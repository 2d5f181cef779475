import { getEnrollment, type Id } from '@studynotion/contracts';
import { type Caller, callRoute, NotAllowedError, NotFoundError, type Sidecar } from '@studynotion/service-kit';
import type { EnrollmentRepository } from '../data/enrollment-repository.ts';
import type { Course } from './course.ts';

export interface ReaderNeeds {
  readonly enrollments: EnrollmentRepository;
  readonly sidecar: Sidecar;
}

/**
 * The course, for those who may read it: its own instructor, administrators, and who is enrolled.
 * @throws NotFoundError `course.not-found`, NotAllowedError `enrollment.required`,
 *   UnavailableError `service.unavailable` where nobody can tell at the moment whether the caller is enrolled
 */
export async function requireReader(
  needs: ReaderNeeds,
  caller: Caller,
  course: Course | undefined,
  isKnownToBeEnrolled = false,
): Promise<Course> {
  if (course === undefined) throw new NotFoundError('course.not-found');
  if (caller.accountId === course.instructorId || caller.role === 'administrator') return course;
  if (isKnownToBeEnrolled || (await isEnrolled(needs, caller.accountId, course.id))) return course;
  // A draft is nobody else's business, not even that it exists.
  if (course.status !== 'published') throw new NotFoundError('course.not-found');
  throw new NotAllowedError('enrollment.required');
}

/** The event of a purchase a second ago may still be on its way; before refusing, payment-service is asked. */
async function isEnrolled({ enrollments, sidecar }: ReaderNeeds, accountId: Id, courseId: Id): Promise<boolean> {
  if (await enrollments.isActive(accountId, courseId)) return true;
  const { enrolled, enrolledAt, version } = await callRoute(sidecar, getEnrollment, 200, {
    params: { accountId, courseId },
  });
  if (enrolled && enrolledAt !== undefined && version !== undefined)
    await enrollments.grant({ accountId, courseId, version, enrolledAt: new Date(enrolledAt) });
  return enrolled;
}
