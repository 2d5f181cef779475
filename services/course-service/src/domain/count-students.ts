import type { Id } from '@studynotion/contracts';
import type { CourseRepository } from '../data/course-repository.ts';
import type { EnrollmentRepository } from '../data/enrollment-repository.ts';

export interface CountingNeeds {
  readonly courses: CourseRepository;
  readonly enrollments: EnrollmentRepository;
}

/** With so many counting at once each still gets a turn; beyond it the event is delivered again. */
const ATTEMPTS = 100;

/**
 * Brings a course's number of students up to date with its enrolments. Counted anew each time, so it may run as often
 * as it likes; whoever counted while somebody else wrote down a number counts again.
 */
export async function countStudents({ courses, enrollments }: CountingNeeds, courseId: Id): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const counted = await courses.studentsCounted(courseId);
    if (counted === undefined) return;
    if (await courses.setStudentCount(courseId, await enrollments.countActive(courseId), counted)) return;
  }
  throw new Error(`the students of course ${courseId} were counted by others all the time`);
}
