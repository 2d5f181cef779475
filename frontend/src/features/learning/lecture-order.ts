import type { LearningCourse } from './learning-api.ts';

export interface LecturePlace {
  readonly id: string;
  readonly title: string;
  readonly sectionTitle: string;
  /** Counted from 1 through the whole course. */
  readonly number: number;
}

type Sections = LearningCourse['sections'];

/** All lectures of a course in the order in which they are read. */
export function lecturesInOrder(sections: Sections): readonly LecturePlace[] {
  return sections
    .flatMap((section) => section.lectures.map(({ id, title }) => ({ id, title, sectionTitle: section.title })))
    .map((lecture, index) => ({ ...lecture, number: index + 1 }));
}

/** A lecture and those around it; `undefined` where there is none. */
export function placeOf(sections: Sections, lectureId: string) {
  const lectures = lecturesInOrder(sections);
  const index = lectures.findIndex(({ id }) => id === lectureId);
  return {
    lecture: lectures[index],
    previous: lectures[index - 1],
    next: index < 0 ? undefined : lectures[index + 1],
    count: lectures.length,
  };
}
