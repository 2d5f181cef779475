import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { CourseImport, Id } from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import { type Course, type Lecture, lecturesOf, type Section } from './course.ts';
import { matchByTitle } from './match-by-title.ts';
import { readingSeconds } from './reading-seconds.ts';

type ImportedCourse = CourseImport['courses'][number];
type ImportedLecture = ImportedCourse['sections'][number]['lectures'][number];

/** Content that must be there before the course that shows it. */
export interface NewContent {
  readonly id: Id;
  readonly courseId: Id;
  readonly lectureId: Id;
  readonly markdown: string;
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
  present: Course | undefined,
  instructorId: Id,
  now: Date,
): CoursePlan {
  const id = present?.id ?? newId();
  const newContents: NewContent[] = [];

  const planLecture = ({ title, kind, markdown }: ImportedLecture, old: Lecture | undefined): Lecture => {
    const lectureId = old?.id ?? newId();
    const contentHash = createHash('sha256').update(markdown).digest('hex');
    if (old !== undefined && old.contentHash === contentHash) return { ...old, title, kind };
    const contentId = newId();
    newContents.push({ id: contentId, courseId: id, lectureId, markdown });
    return { id: lectureId, title, kind, readingSeconds: readingSeconds(markdown), contentId, contentHash };
  };
  const planSection = (section: ImportedCourse['sections'][number], old: Section | undefined): Section => {
    const oldLectures = matchByTitle(old?.lectures ?? [], section.lectures);
    return {
      id: old?.id ?? newId(),
      title: section.title,
      lectures: section.lectures.map((lecture, place) => planLecture(lecture, oldLectures[place])),
    };
  };

  const { sections: importedSections, ...information } = imported;
  const oldSections = matchByTitle(present?.sections ?? [], importedSections);
  const sections = importedSections.map((section, place) => planSection(section, oldSections[place]));
  const planned: Course = {
    ...information,
    id,
    version: present?.version ?? 1,
    status: 'published',
    instructorId,
    sections,
    lectureCount: lecturesOf({ sections }).length,
    publishedAt: present?.publishedAt ?? now,
  };
  if (present === undefined) return { kind: 'created', course: planned, newContents, obsoleteContents: [] };
  if (isDeepStrictEqual(planned, present))
    return { kind: 'unchanged', course: present, newContents: [], obsoleteContents: [] };

  const shown = new Set(lecturesOf(planned).map(({ contentId }) => contentId));
  return {
    kind: 'updated',
    course: { ...planned, version: present.version + 1 },
    newContents,
    obsoleteContents: lecturesOf(present)
      .map(({ contentId }) => contentId)
      .filter((contentId) => !shown.has(contentId)),
  };
}
