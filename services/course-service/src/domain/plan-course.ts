import { isDeepStrictEqual } from 'node:util';
import type { CourseImport, Id } from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import { type Course, contentIdsOf, type Lecture, type Section } from './course.ts';
import { contentHash, type NewContent, newContent } from './lecture-content.ts';
import { matchByTitle } from './match-by-title.ts';
import { shownOf } from './outline.ts';

type ImportedCourse = CourseImport['courses'][number];
type ImportedLecture = ImportedCourse['sections'][number]['lectures'][number];

export interface PlanContext {
  readonly present?: Course;
  readonly instructorId: Id;
  /** Of the category that the import names. */
  readonly categoryId?: Id;
  readonly now: Date;
}

/** What an import would make of one course. */
export interface CoursePlan {
  readonly kind: 'created' | 'updated' | 'unchanged';
  readonly course: Course;
  readonly newContents: readonly NewContent[];
  /** Contents that the course shows no more once it is written. */
  readonly obsoleteContents: readonly Id[];
}

/** Compares an imported course with what is there. Decides only; nothing is written. */
export function planCourse(
  imported: ImportedCourse,
  { present, instructorId, categoryId, now }: PlanContext,
): CoursePlan {
  const id = present?.id ?? newId();
  const newContents: NewContent[] = [];

  const planLecture = ({ title, kind, preview, markdown }: ImportedLecture, old: Lecture | undefined): Lecture => {
    const lectureId = old?.id ?? newId();
    if (old?.kind === 'article' && old.contentHash === contentHash(markdown)) return { ...old, title, preview };
    const { content, fields } = newContent(id, lectureId, markdown);
    newContents.push(content);
    return { id: lectureId, title, preview, kind, ...fields };
  };
  const planSection = (section: ImportedCourse['sections'][number], old: Section | undefined): Section => {
    const oldLectures = matchByTitle(old?.lectures ?? [], section.lectures);
    return {
      id: old?.id ?? newId(),
      title: section.title,
      lectures: section.lectures.map((lecture, place) => planLecture(lecture, oldLectures[place])),
    };
  };

  const { sections: importedSections, category: _named, requirements, tags, ...information } = imported;
  const oldSections = matchByTitle(present?.sections ?? [], importedSections);
  const sections = importedSections.map((section, place) => planSection(section, oldSections[place]));
  const planned: Course = {
    ...information,
    id,
    version: present?.version ?? 1,
    status: 'published',
    instructorId,
    requirements: requirements ?? present?.requirements ?? [],
    tags: tags ?? present?.tags ?? [],
    categoryId: categoryId ?? present?.categoryId,
    thumbnail: present?.thumbnail,
    sections,
    shown: shownOf({ sections }, new Map()), // an import brings no videos
    publishedAt: present?.publishedAt ?? now,
    createdAt: present?.createdAt ?? now,
    changedAt: present?.changedAt ?? now,
  };
  if (present === undefined) return { kind: 'created', course: planned, newContents, obsoleteContents: [] };
  if (isDeepStrictEqual(planned, present))
    return { kind: 'unchanged', course: present, newContents: [], obsoleteContents: [] };

  const shown = new Set(contentIdsOf(planned));
  return {
    kind: 'updated',
    course: { ...planned, version: present.version + 1, changedAt: now },
    newContents,
    obsoleteContents: contentIdsOf(present).filter((contentId) => !shown.has(contentId)),
  };
}
