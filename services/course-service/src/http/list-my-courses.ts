import { listMyCourses } from '@studynotion/contracts';
import { handler, ok } from '@studynotion/service-kit';
import type { CourseRepository } from '../data/course-repository.ts';
import type { EnrollmentRepository } from '../data/enrollment-repository.ts';
import type { ProgressRepository } from '../data/progress-repository.ts';
import { progressIn } from '../domain/progress.ts';
import { type CardNeeds, toCourseCards } from './to-course-card.ts';

interface Dependencies extends CardNeeds {
  readonly courses: CourseRepository;
  readonly enrollments: EnrollmentRepository;
  readonly progress: ProgressRepository;
}

export const listMyCoursesHandler = (needs: Dependencies) =>
  handler(listMyCourses, async ({ caller, query }) => {
    const { items: enrolled, nextCursor } = await needs.enrollments.list(caller.accountId, query);
    const courseIds = enrolled.map(({ courseId }) => courseId);
    const [summaries, progress] = await Promise.all([
      needs.courses.summariesForReader(courseIds),
      needs.progress.findAll(caller.accountId, courseIds),
    ]);
    // A course that is gone since it was bought is left out.
    const there = enrolled.flatMap(({ courseId, enrolledAt }) => {
      const course = summaries.get(courseId);
      return course?.publishedAt === undefined ? [] : [{ course, enrolledAt }];
    });
    const cards = await toCourseCards(
      needs,
      there.map(({ course }) => course),
    );
    const items = there.map(({ course, enrolledAt }, place) => {
      const stored = progress.get(course.id) ?? {};
      const { percent, lastLectureId, completedAt } = progressIn(course.shown.lectureIds, stored);
      return {
        ...cards[place],
        enrolledAt: enrolledAt.toISOString(),
        progress: { percent, lastLectureId, completedAt },
      };
    });
    return ok({ items, nextCursor });
  });
