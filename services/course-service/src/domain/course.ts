import type { CourseCard, Id, Money } from '@studynotion/contracts';

interface LectureFields {
  readonly id: Id;
  readonly title: string;
  /** Whether anybody may see its content. */
  readonly preview: boolean;
}

/** What an article says is kept apart, for a whole course would not fit into one document. */
export interface Article extends LectureFields {
  readonly kind: 'article';
  readonly readingSeconds: number;
  /** Where its content is; a new one whenever the content changes. */
  readonly contentId: Id;
  /** SHA-256 of the content; tells whether it changed without reading it. */
  readonly contentHash: string;
}

/** Whether it can be watched is a matter of its media; see `MediaStates`. */
export interface Video extends LectureFields {
  readonly kind: 'video';
  readonly mediaId: Id;
}

export type Lecture = Article | Video;

export interface Section {
  readonly id: Id;
  readonly title: string;
  readonly lectures: readonly Lecture[];
}

/** What readers are shown of the sections: the lectures that are ready. */
export interface Shown {
  readonly lectureIds: readonly Id[];
  readonly durationSeconds: number;
}

export interface Course {
  readonly id: Id;
  readonly version: number;
  readonly slug: string;
  /** A deleted course stays as a tombstone, so that no late event brings it back. */
  readonly status: 'draft' | 'published' | 'deleted';
  readonly instructorId: Id;
  readonly title: string;
  readonly summary: string;
  readonly description: string;
  readonly whatYouWillLearn: readonly string[];
  readonly requirements: readonly string[];
  readonly tags: readonly string[];
  readonly level: CourseCard['level'];
  /** Language tag, e.g. `en`. */
  readonly language: string;
  readonly price: Money;
  readonly categoryId?: Id;
  readonly thumbnail?: { readonly mediaId: Id; readonly imageUrl: string };
  readonly sections: readonly Section[];
  readonly shown: Shown;
  /** When it first went on sale. */
  readonly publishedAt?: Date;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

/** What a card shows; lists read no more than this. */
export interface CourseSummary
  extends Omit<Course, 'description' | 'whatYouWillLearn' | 'requirements' | 'tags' | 'sections'> {
  readonly rating: { readonly average: number; readonly count: number };
  readonly studentCount: number;
}

/** The lecture with this id, if it is one of this course's. */
export function lectureOf(course: Pick<Course, 'sections'>, lectureId: Id): Lecture | undefined {
  return lecturesOf(course).find(({ id }) => id === lectureId);
}

export function lecturesOf({ sections }: Pick<Course, 'sections'>): readonly Lecture[] {
  return sections.flatMap(({ lectures }) => lectures);
}

/** The contents its articles point to. */
export function contentIdsOf(course: Pick<Course, 'sections'>): readonly Id[] {
  return lecturesOf(course).flatMap((lecture) => (lecture.kind === 'article' ? [lecture.contentId] : []));
}

/** The videos its lectures show. */
export function videoIdsOf(course: Pick<Course, 'sections'>): readonly Id[] {
  return lecturesOf(course).flatMap((lecture) => (lecture.kind === 'video' ? [lecture.mediaId] : []));
}

/** All pictures and videos it uses, each once. */
export function mediaIdsOf(course: Pick<Course, 'sections' | 'thumbnail'>): readonly Id[] {
  const thumbnail = course.thumbnail === undefined ? [] : [course.thumbnail.mediaId];
  return [...new Set([...thumbnail, ...videoIdsOf(course)])];
}
