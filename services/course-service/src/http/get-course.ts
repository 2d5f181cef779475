import { getCourse } from '@studynotion/contracts';
import { handler, NotFoundError, ok } from '@studynotion/service-kit';
import type { CourseRepository } from '../data/course-repository.ts';
import type { PeopleRepository } from '../data/people-repository.ts';
import { toCourseCard, toOutline } from './to-course-card.ts';

interface Dependencies {
  readonly courses: CourseRepository;
  readonly people: PeopleRepository;
}

export const getCourseHandler = ({ courses, people }: Dependencies) =>
  handler(getCourse, async ({ params }) => {
    const course = await courses.findPublishedBySlug(params.slug);
    if (course === undefined) throw new NotFoundError('course.not-found');
    const instructorOf = await people.cardsOf([course.instructorId]);
    const { description, whatYouWillLearn } = course;
    return ok({
      ...toCourseCard(course, instructorOf(course.instructorId)),
      description,
      whatYouWillLearn,
      sections: toOutline(course),
    });
  });
