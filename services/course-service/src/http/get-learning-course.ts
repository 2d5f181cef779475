import { getLearningCourse } from '@studynotion/contracts';
import { handler, ok } from '@studynotion/service-kit';
import type { PeopleRepository } from '../data/people-repository.ts';
import { type ReaderNeeds, requireReader } from '../domain/require-reader.ts';
import { toOutline } from './to-course-card.ts';

export const getLearningCourseHandler = ({ people, ...needs }: ReaderNeeds & { readonly people: PeopleRepository }) =>
  handler(getLearningCourse, async ({ caller, params }) => {
    const course = await requireReader(needs, caller, params.courseId);
    const instructorOf = await people.cardsOf([course.instructorId]);
    const { id, slug, title } = course;
    return ok({ id, slug, title, instructor: instructorOf(course.instructorId), sections: toOutline(course) });
  });
