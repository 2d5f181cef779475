import type { AnswerOf, CategoryCard, CourseCard, getCourse } from '@studynotion/contracts';
import type { z } from 'zod';
import type { CategoryRepository } from '../data/category-repository.ts';
import type { PeopleRepository } from '../data/people-repository.ts';
import type { CourseSummary, Lecture, Section } from '../domain/course.ts';
import { type MediaStates, stateOf } from '../domain/outline.ts';

export interface CardNeeds {
  readonly categories: CategoryRepository;
  readonly people: PeopleRepository;
}

/** Courses as cards, in the same order, each with its instructor and its category. */
export async function toCourseCards(
  { categories, people }: CardNeeds,
  courses: readonly CourseSummary[],
): Promise<CourseCard[]> {
  const [instructorOf, categoryOf] = await Promise.all([
    people.cardsOf(courses.map(({ instructorId }) => instructorId)),
    categories.cardsOf(courses.map(({ categoryId }) => categoryId)),
  ]);
  return courses.map((course) =>
    toCourseCard(course, instructorOf(course.instructorId), categoryOf(course.categoryId)),
  );
}

/** `publishedAt` is there for whatever is or was on sale. */
function toCourseCard(
  course: CourseSummary,
  instructor: CourseCard['instructor'],
  category: z.output<typeof CategoryCard> | undefined,
): CourseCard {
  const { id, slug, title, summary, level, language, price, thumbnail, rating, studentCount, shown, publishedAt } =
    course;
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
    category,
    thumbnailUrl: thumbnail?.imageUrl,
    rating,
    studentCount,
    lectureCount: shown.lectureIds.length,
    durationSeconds: shown.durationSeconds,
    publishedAt: publishedAt.toISOString(),
  };
}

type Outline = AnswerOf<typeof getCourse, 200>['sections'];

/** Sections and lectures as anybody may see them: without their contents. */
export function toOutline(sections: readonly Section[], media: MediaStates): Outline {
  return sections.map(({ id, title, lectures }) => ({
    id,
    title,
    lectures: lectures.map((lecture) => toOutlineLecture(lecture, media)),
  }));
}

function toOutlineLecture(lecture: Lecture, media: MediaStates): Outline[number]['lectures'][number] {
  const { id, title, kind, preview } = lecture;
  return {
    id,
    title,
    kind,
    preview,
    readingSeconds: lecture.kind === 'article' ? lecture.readingSeconds : undefined,
    durationSeconds: stateOf(lecture, media).durationSeconds,
  };
}
