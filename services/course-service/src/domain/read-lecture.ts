import { createPlayback, type Id, type Lecture as LectureContent } from '@studynotion/contracts';
import {
  BusinessError,
  type Caller,
  callRoute,
  NotAllowedError,
  NotFoundError,
  type Sidecar,
} from '@studynotion/service-kit';
import type { CourseRepository } from '../data/course-repository.ts';
import type { LectureContents } from '../data/lecture-contents.ts';
import type { MediaRepository } from '../data/media-repository.ts';
import { type Course, lectureOf, type Video } from './course.ts';
import { stateOf } from './outline.ts';
import { type ReaderNeeds, requireReader } from './require-reader.ts';

export interface LectureNeeds extends ReaderNeeds {
  readonly contents: LectureContents;
  readonly courses: CourseRepository;
  readonly media: MediaRepository;
}

/** Content may be replaced between the two reads; the course then points to the new one. */
const ATTEMPTS = 3;

/**
 * A lecture of the course with its content, for those who may read the course.
 * @throws NotFoundError `lecture.not-found` also for a lecture of another course and for a video that is not ready,
 *   and whatever `requireReader` throws
 */
export async function readLecture(needs: LectureNeeds, caller: Caller, courseId: Id, lectureId: Id) {
  const findCourse = async () => requireReader(needs, caller, await needs.courses.find(courseId));
  return withContent(needs, findCourse, lectureId);
}

/**
 * A lecture of a course on sale that is open to everybody.
 * @throws NotAllowedError `lecture.not-open`, NotFoundError `course.not-found`, `lecture.not-found`
 */
export async function previewLecture(needs: LectureNeeds, slug: string, lectureId: Id) {
  return withContent(needs, () => requireOpen(needs, slug, lectureId), lectureId);
}

async function requireOpen({ courses }: LectureNeeds, slug: string, lectureId: Id): Promise<Course> {
  const course = await courses.findBySlug(slug);
  if (course?.status !== 'published') throw new NotFoundError('course.not-found');
  const lecture = lectureOf(course, lectureId);
  if (lecture === undefined) throw new NotFoundError('lecture.not-found');
  if (!lecture.preview) throw new NotAllowedError('lecture.not-open');
  return course;
}

async function withContent(
  needs: LectureNeeds,
  findCourse: () => Promise<Course>,
  lectureId: Id,
): Promise<LectureContent> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const course = await findCourse();
    const lecture = lectureOf(course, lectureId);
    if (lecture === undefined) throw new NotFoundError('lecture.not-found');
    const { title } = lecture;
    const fields = { id: lectureId, courseId: course.id, title };
    if (lecture.kind === 'video') return { ...fields, kind: 'video', ...(await playbackOf(needs, lecture)) };
    const markdown = await needs.contents.markdown(lecture.contentId, course.id, lectureId);
    if (markdown !== undefined) return { ...fields, kind: 'article', markdown };
  }
  throw new Error(`lecture ${lectureId} has no content`);
}

async function playbackOf({ media, sidecar }: { media: MediaRepository; sidecar: Sidecar }, video: Video) {
  const { durationSeconds } = stateOf(video, await media.statesOf([video.mediaId]));
  if (durationSeconds === undefined) throw new NotFoundError('lecture.not-found');
  const call = callRoute(sidecar, createPlayback, 201, { params: { mediaId: video.mediaId } });
  const playback = await call.catch((error: unknown) => {
    if (error instanceof BusinessError && error.code === 'media.not-found')
      throw new NotFoundError('lecture.not-found');
    throw error;
  });
  return { durationSeconds, playback };
}
