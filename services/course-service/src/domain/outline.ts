import type { Id } from '@studynotion/contracts';
import type { Course, Lecture, Section, Shown } from './course.ts';

/** How far a video is, as far as it is known here; media-service is the owner. */
export interface MediaState {
  readonly state: 'ready' | 'processing' | 'failed';
  /** In whole seconds; there where it is ready. */
  readonly durationSeconds?: number;
}
export type MediaStates = ReadonlyMap<Id, MediaState>;

/** Articles are ready at once, videos when their bytes were looked at. */
export function stateOf(lecture: Lecture, media: MediaStates): MediaState {
  if (lecture.kind === 'article') return { state: 'ready' };
  return media.get(lecture.mediaId) ?? { state: 'processing' };
}

/** What readers are shown: ready lectures, and the sections that have some. */
export function readySections({ sections }: Pick<Course, 'sections'>, media: MediaStates): readonly Section[] {
  return sections
    .map((section) => ({
      ...section,
      lectures: section.lectures.filter((lecture) => stateOf(lecture, media).state === 'ready'),
    }))
    .filter(({ lectures }) => lectures.length > 0);
}

/** The same in short, kept in the course for lists. */
export function shownOf(course: Pick<Course, 'sections'>, media: MediaStates): Shown {
  const lectures = readySections(course, media).flatMap((section) => section.lectures);
  return {
    lectureIds: lectures.map(({ id }) => id),
    durationSeconds: lectures.reduce((sum, lecture) => sum + secondsOf(lecture, media), 0),
  };
}

function secondsOf(lecture: Lecture, media: MediaStates): number {
  return lecture.kind === 'article' ? lecture.readingSeconds : (stateOf(lecture, media).durationSeconds ?? 0);
}
