import { listCourses } from '@studynotion/contracts';
import { handler, ok } from '@studynotion/service-kit';
import type { CourseRepository } from '../data/course-repository.ts';
import type { PeopleRepository } from '../data/people-repository.ts';
import { toCourseCard } from './to-course-card.ts';

interface Dependencies {
  readonly courses: CourseRepository;
  readonly people: PeopleRepository;
}

export const listCoursesHandler = ({ courses, people }: Dependencies) =>
  handler(listCourses, async ({ query }) => {
    const { items, nextCursor } = await courses.listPublished(query);
    const instructorOf = await people.cardsOf(items.map(({ instructorId }) => instructorId));
    return ok({ items: items.map((course) => toCourseCard(course, instructorOf(course.instructorId))), nextCursor });
  });
