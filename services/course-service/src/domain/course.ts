import type { CourseCard, Id, Money } from '@studynotion/contracts';

/** A lecture inside its course; what it says is kept apart, for a whole course would not fit into one document. */
export interface Lecture {
  readonly id: Id;
  readonly title: string;
  readonly kind: 'article';
  readonly readingSeconds: number;
  /** Where its content is; a new one whenever the content changes. */
  readonly contentId: Id;
  /** SHA-256 of the content; tells whether it changed without reading it. */
  readonly contentHash: string;
}

export interface Section {
  readonly id: Id;
  readonly title: string;
  readonly lectures: readonly Lecture[];
}

export interface Course {
  readonly id: Id;
  readonly version: number;
  readonly slug: string;
  readonly status: 'draft' | 'published';
  readonly instructorId: Id;
  readonly title: string;
  readonly summary: string;
  readonly description: string;
  readonly whatYouWillLearn: readonly string[];
  readonly level: CourseCard['level'];
  /** Language tag, e.g. `en`. */
  readonly language: string;
  readonly price: Money;
  readonly sections: readonly Section[];
  readonly lectureCount: number;
  /** When it first went on sale. */
  readonly publishedAt?: Date;
}

/** What a card shows; lists read no more than this. */
export type CourseSummary = Omit<Course, 'description' | 'whatYouWillLearn' | 'sections'>;

/** The lecture with this id, if it is one of this course's. */
export function lectureOf({ sections }: Pick<Course, 'sections'>, lectureId: Id): Lecture | undefined {
  return sections.flatMap(({ lectures }) => lectures).find(({ id }) => id === lectureId);
}

export function lecturesOf({ sections }: Pick<Course, 'sections'>): readonly Lecture[] {
  return sections.flatMap(({ lectures }) => lectures);
}
