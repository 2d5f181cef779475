import type { CourseCard } from '@studynotion/contracts';
import type { Course, CourseSummary } from '../domain/course.ts';

/** A course as a card; `publishedAt` is there for whatever is or was on sale. */
export function toCourseCard(course: CourseSummary, instructor: CourseCard['instructor']): CourseCard {
  const { id, slug, title, summary, level, language, price, lectureCount, publishedAt } = course;
  if (publishedAt === undefined) throw new TypeError(`course ${id} was never on sale and has no card`);
  return {
    id,
    slug,
    title,
    summary,
    level,
    language,
    price,
    instructor,
    lectureCount,
    publishedAt: publishedAt.toISOString(),
  };
}

/** Sections and lectures as anybody may see them: without their contents. */
export function toOutline({ sections }: Pick<Course, 'sections'>) {
  return sections.map(({ id, title, lectures }) => ({
    id,
    title,
    lectures: lectures.map((lecture) => ({
      id: lecture.id,
      title: lecture.title,
      kind: lecture.kind,
      readingSeconds: lecture.readingSeconds,
    })),
  }));
}
