import { listMyCourses } from '@studynotion/contracts';
import { handler, ok } from '@studynotion/service-kit';
import type { CourseRepository } from '../data/course-repository.ts';
import type { EnrollmentRepository } from '../data/enrollment-repository.ts';
import { progressIn } from '../domain/progress.ts';
import { type CardNeeds, toCourseCards } from './to-course-card.ts';

interface Dependencies extends CardNeeds {
  readonly courses: CourseRepository;
  readonly enrollments: EnrollmentRepository;
}

export const listMyCoursesHandler = (needs: Dependencies) =>
  handler(listMyCourses, async ({ caller, query }) => {
    const { items: enrolled, nextCursor } = await needs.enrollments.list(caller.accountId, query);
    const summaries = await needs.courses.summariesForReader(enrolled.map(({ courseId }) => courseId));
    // A course that is gone since it was bought is left out.
    const there = enrolled.flatMap(({ courseId, enrolledAt, progress }) => {
      const course = summaries.get(courseId);
      return course?.publishedAt === undefined ? [] : [{ course, enrolledAt, progress }];
    });
    const cards = await toCourseCards(
      needs,
      there.map(({ course }) => course),
    );
    const items = there.map(({ course, enrolledAt, progress }, place) => {
      const { percent, lastLectureId, completedAt } = progressIn(course.shown.lectureIds, progress);
      return {
        ...cards[place],
        enrolledAt: enrolledAt.toISOString(),
        progress: { percent, lastLectureId, completedAt },
      };
    });
    return ok({ items, nextCursor });
  });
