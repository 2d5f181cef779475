import type { Course, CourseSummary } from '../domain/course.ts';
import type { CourseDocument } from './course-model.ts';

const BOTH =
  'version slug status instructorId title summary level language price categoryId thumbnail shown publishedAt createdAt changedAt';
/** Fields of a card. */
export const SUMMARY = `${BOTH} rating studentCount`;
/** Fields of the course itself, without what is counted elsewhere. */
export const COURSE = `${BOTH} description whatYouWillLearn requirements tags sections`;

export function toCourse(document: CourseDocument | null): Course | undefined {
  if (document === null) return undefined;
  const { description, whatYouWillLearn, requirements, tags, sections } = document;
  return { ...toCommon(document), description, whatYouWillLearn, requirements, tags, sections };
}

export function toSummary(document: CourseDocument): CourseSummary {
  const { rating, studentCount } = document;
  return { ...toCommon(document), rating: { average: rating.average, count: rating.count }, studentCount };
}

function toCommon(document: CourseDocument) {
  const { _id, version, slug, status, instructorId, title, summary, level, language, price } = document;
  const { categoryId, thumbnail, shown, publishedAt, createdAt, changedAt } = document;
  return {
    id: _id,
    version,
    slug,
    status,
    instructorId,
    title,
    summary,
    level,
    language,
    price,
    categoryId,
    thumbnail,
    shown,
    publishedAt,
    createdAt,
    changedAt,
  };
}
