import type { Id, Progress } from '@studynotion/contracts';
import { type Caller, type Clock, NotFoundError } from '@studynotion/service-kit';
import type { CourseRepository } from '../data/course-repository.ts';
import type { MediaRepository } from '../data/media-repository.ts';
import type { ProgressRepository } from '../data/progress-repository.ts';
import { type Course, type Section, videoIdsOf } from './course.ts';
import { type MediaStates, readySections } from './outline.ts';
import { progressIn, type StoredProgress } from './progress.ts';
import { type ReaderNeeds, requireReader } from './require-reader.ts';

export interface LearningNeeds extends ReaderNeeds {
  readonly clock: Clock;
  readonly courses: CourseRepository;
  readonly media: MediaRepository;
  readonly progress: ProgressRepository;
}

/** A course as one who may read it has it before them. */
export interface OpenCourse {
  readonly course: Course;
  readonly sections: readonly Section[];
  readonly media: MediaStates;
  readonly progress: Progress;
}

/** Opens a course for those who may read it. @throws whatever `requireReader` throws */
export async function openCourse(needs: LearningNeeds, caller: Caller, courseId: Id): Promise<OpenCourse> {
  const [known, stored] = await Promise.all([
    needs.courses.findForReader(courseId),
    needs.enrollments.progressIn(caller.accountId, courseId),
  ]);
  const course = await requireReader(needs, caller, known, stored !== undefined);
  const media = await needs.media.statesForReader(videoIdsOf(course));
  const sections = readySections(course, media);
  return { course, sections, media, progress: await currentProgress(needs, caller, courseId, sections, stored) };
}

/** Marks a lecture as completed. @throws NotFoundError `lecture.not-found`, and whatever `requireReader` throws */
export async function completeLecture(needs: LearningNeeds, caller: Caller, courseId: Id, lectureId: Id) {
  const sections = await requireLecture(needs, caller, courseId, lectureId);
  const stored = await needs.progress.complete(caller.accountId, courseId, lectureId);
  return currentProgress(needs, caller, courseId, sections, stored);
}

/** Takes the mark back. That the course was completed once stays true. */
export async function uncompleteLecture(needs: LearningNeeds, caller: Caller, courseId: Id, lectureId: Id) {
  const sections = await requireLecture(needs, caller, courseId, lectureId);
  await needs.progress.uncomplete(caller.accountId, courseId, lectureId);
  return currentProgress(needs, caller, courseId, sections);
}

export interface Watched {
  readonly seconds: number;
  readonly watchedAt: Date;
}

/** Remembers where the caller is in a lecture. A device whose clock is ahead must not silence the others. */
export async function savePosition(
  needs: LearningNeeds,
  caller: Caller,
  courseId: Id,
  lectureId: Id,
  { seconds, watchedAt }: Watched,
) {
  const sections = await requireLecture(needs, caller, courseId, lectureId);
  const now = needs.clock.now();
  const position = { seconds, watchedAt: watchedAt > now ? now : watchedAt };
  await needs.progress.moveTo(caller.accountId, courseId, lectureId, position);
  return currentProgress(needs, caller, courseId, sections);
}

/** What is shown of the course, if the lecture is among it. */
async function requireLecture(
  needs: LearningNeeds,
  caller: Caller,
  courseId: Id,
  lectureId: Id,
): Promise<readonly Section[]> {
  const course = await requireReader(needs, caller, await needs.courses.findForReader(courseId));
  const sections = readySections(course, await needs.media.statesForReader(videoIdsOf(course)));
  const isShown = sections.some(({ lectures }) => lectures.some(({ id }) => id === lectureId));
  if (!isShown) throw new NotFoundError('lecture.not-found');
  return sections;
}

/**
 * How far the caller is now. Whoever is enrolled and has nothing left has completed the course; this is said wherever it
 * is seen first, for the last lecture may be ticked by two requests at once, or the last open one be deleted.
 */
async function currentProgress(
  { clock, enrollments, progress }: LearningNeeds,
  { accountId }: Caller,
  courseId: Id,
  sections: readonly Section[],
  stored?: StoredProgress,
): Promise<Progress> {
  const lectureIds = sections.flatMap(({ lectures }) => lectures.map(({ id }) => id));
  const current = progressIn(lectureIds, stored ?? (await progress.find(accountId, courseId)));
  const isFirstTime = current.percent === 100 && current.completedAt === undefined;
  if (!isFirstTime || !(await enrollments.isActive(accountId, courseId))) return current;
  await progress.finish(accountId, courseId, clock.now());
  return progressIn(lectureIds, await progress.find(accountId, courseId));
}
