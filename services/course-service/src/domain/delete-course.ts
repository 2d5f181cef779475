import { getInstructorIncome, type Id } from '@studynotion/contracts';
import { type Caller, ConflictError, callRoute } from '@studynotion/service-kit';
import type { EnrollmentRepository } from '../data/enrollment-repository.ts';
import { type AuthoringNeeds, requireOwnCourse } from './authoring.ts';
import type { Course } from './course.ts';

export interface DeleteNeeds extends Pick<AuthoringNeeds, 'clock' | 'contents' | 'courses' | 'faultPoint'> {
  readonly enrollments: EnrollmentRepository;
}

/**
 * Deletes the caller's own course for good, if nobody is enrolled in it.
 * @throws NotFoundError `course.not-found`, ConflictError `course.has-students`, `version.stale` where it was changed
 *   at the same time, UnavailableError where payment-service cannot say who bought it a moment ago
 */
export async function deleteCourse(needs: AuthoringNeeds & DeleteNeeds, caller: Caller, courseId: Id): Promise<void> {
  const course = await requireOwnCourse(needs, caller, courseId);
  await requireNoStudents(needs, course);
  if (!(await bury(needs, course))) throw new ConflictError('version.stale');
}

/**
 * Leaves a tombstone that has no content and no address; late events find it and change nothing.
 * @returns whether the course was still as it is given
 */
export async function bury({ clock, contents, courses, faultPoint }: DeleteNeeds, course: Course): Promise<boolean> {
  const written = await courses.replace(course, {
    ...course,
    version: course.version + 1,
    status: 'deleted',
    slug: `deleted-${course.id}`,
    summary: '',
    description: '',
    whatYouWillLearn: [],
    requirements: [],
    tags: [],
    categoryId: undefined,
    thumbnail: undefined,
    sections: [],
    shown: { lectureIds: [], durationSeconds: 0 },
    changedAt: clock.now(),
  });
  faultPoint('delete-course-before-contents');
  if (written) await contents.removeAllOf(course.id);
  return written;
}

/** The events of a purchase may still be on their way, and this cannot be taken back: payment-service is asked too. */
async function requireNoStudents(needs: AuthoringNeeds & DeleteNeeds, { id, instructorId }: Course): Promise<void> {
  if ((await needs.enrollments.countActive(id)) > 0) throw new ConflictError('course.has-students');
  const { courses } = await callRoute(needs.sidecar, getInstructorIncome, 200, { params: { accountId: instructorId } });
  const students = courses.find(({ courseId }) => courseId === id)?.students ?? 0;
  if (students > 0) throw new ConflictError('course.has-students');
}
