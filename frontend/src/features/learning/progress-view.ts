import type { LearningCourse } from './learning-api.ts';
import { lecturesInOrder } from './lecture-order.ts';

type Followed = Pick<LearningCourse, 'sections' | 'progress'>;

/** How far somebody is, as the pages show it. Only lectures that stand in the course now count. */
export function progressView({ sections, progress }: Followed) {
  const completed = new Set(progress.completedLectureIds);
  const lectures = lecturesInOrder(sections);
  const done = lectures.filter(({ id }) => completed.has(id)).length;
  return {
    done,
    count: lectures.length,
    percent: progress.percent,
    finished: lectures.length > 0 && done === lectures.length,
    isCompleted: (lectureId: string) => completed.has(lectureId),
    /** How many lectures of a section are completed. */
    doneIn: (section: Followed['sections'][number]) => section.lectures.filter(({ id }) => completed.has(id)).length,
  };
}

/** Where to go on: what was looked at last, else the first lecture that is not completed, else the first. */
export function lectureToGoOnWith({ sections, progress }: Followed): string | undefined {
  const lectures = lecturesInOrder(sections);
  const last = lectures.find(({ id }) => id === progress.lastLectureId);
  const open = lectures.find(({ id }) => !progress.completedLectureIds.includes(id));
  return (last ?? open ?? lectures[0])?.id;
}

/** Of a video that was watched to its end nothing is left to resume: it begins anew. */
const END_OF_VIDEO = 5;

/** Where a video begins, in seconds. */
export function startOf(progress: LearningCourse['progress'], lectureId: string, durationSeconds: number): number {
  const position = progress.positions[lectureId] ?? 0;
  return position < durationSeconds - END_OF_VIDEO ? position : 0;
}
