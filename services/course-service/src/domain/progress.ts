import type { Id, Progress } from '@studynotion/contracts';

/** What is kept of somebody's way through a course. It may name lectures that are gone; they count nowhere. */
export interface StoredProgress {
  readonly completed?: readonly Id[];
  readonly positions?: Readonly<Record<Id, { readonly seconds: number; readonly watchedAt: Date }>>;
  readonly completedAt?: Date;
}

/**
 * How far somebody is, counted over the lectures that readers are shown now. So content that goes or comes keeps
 * everybody's percentage right without touching what is kept of them.
 */
export function progressIn(
  lectureIds: readonly Id[],
  { completed = [], positions = {}, completedAt }: StoredProgress,
): Progress {
  const done = new Set(completed);
  const completedLectureIds = lectureIds.filter((id) => done.has(id));
  const looked = lectureIds.flatMap((id) => {
    const position = positions[id];
    return position === undefined ? [] : [{ id, ...position }];
  });
  return {
    completedLectureIds,
    percent: percentOf(completedLectureIds.length, lectureIds.length),
    positions: Object.fromEntries(looked.map(({ id, seconds }) => [id, seconds])),
    lastLectureId: looked.toSorted((one, other) => other.watchedAt.getTime() - one.watchedAt.getTime())[0]?.id,
    completedAt: completedAt?.toISOString(),
  };
}

/** Rounded down: 100 is said only where nothing is left. */
function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.floor((100 * part) / whole);
}
