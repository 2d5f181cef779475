import { listMyCourses } from '@studynotion/contracts';
import { handler, ok } from '@studynotion/service-kit';
import type { CourseRepository } from '../data/course-repository.ts';
import type { EnrollmentRepository } from '../data/enrollment-repository.ts';
import type { PeopleRepository } from '../data/people-repository.ts';
import { toCourseCard } from './to-course-card.ts';

interface Dependencies {
  readonly courses: CourseRepository;
  readonly enrollments: EnrollmentRepository;
  readonly people: PeopleRepository;
}

export const listMyCoursesHandler = ({ courses, enrollments, people }: Dependencies) =>
  handler(listMyCourses, async ({ caller, query }) => {
    const { items: enrolled, nextCursor } = await enrollments.list(caller.accountId, query);
    const summaries = await courses.summariesOf(enrolled.map(({ courseId }) => courseId));
    const instructorOf = await people.cardsOf([...summaries.values()].map(({ instructorId }) => instructorId));
    const items = enrolled.flatMap(({ courseId, enrolledAt }) => {
      const course = summaries.get(courseId);
      if (course === undefined) return []; // gone since it was bought
      return [{ ...toCourseCard(course, instructorOf(course.instructorId)), enrolledAt: enrolledAt.toISOString() }];
    });
    return ok({ items, nextCursor });
  });
