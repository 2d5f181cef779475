import { getEnrollment, type Id } from '@studynotion/contracts';
import { type Caller, callRoute, NotAllowedError, NotFoundError } from '@studynotion/service-kit';
import type { EnrollmentRepository } from '../data/enrollment-repository.ts';
import type { Course } from './course.ts';
import { type CourseNeeds, knowCourse } from './know-course.ts';

export interface ReviewerNeeds extends CourseNeeds {
  readonly enrollments: EnrollmentRepository;
}

/**
 * The course, for those who may review it: who is enrolled, and never its own instructor.
 * @throws NotFoundError `course.not-found`, NotAllowedError `review.own-course` or `enrollment.required`,
 *   UnavailableError `service.unavailable` where nobody can tell at the moment
 */
export async function requireReviewer(needs: ReviewerNeeds, caller: Caller, courseId: Id): Promise<Course> {
  const course = await knowCourse(needs, courseId);
  if (course === undefined) throw new NotFoundError('course.not-found');
  if (caller.accountId === course.instructorId) throw new NotAllowedError('review.own-course');
  if (await isEnrolled(needs, caller.accountId, courseId)) return course;
  // What is not on sale is nobody else's business, not even that it exists.
  if (!course.onSale) throw new NotFoundError('course.not-found');
  throw new NotAllowedError('enrollment.required');
}

/** The event of a purchase a second ago may still be on its way; before refusing, payment-service is asked. */
async function isEnrolled({ enrollments, sidecar }: ReviewerNeeds, accountId: Id, courseId: Id): Promise<boolean> {
  if (await enrollments.isActive(accountId, courseId)) return true;
  const { enrolled } = await callRoute(sidecar, getEnrollment, 200, { params: { accountId, courseId } });
  return enrolled;
}
