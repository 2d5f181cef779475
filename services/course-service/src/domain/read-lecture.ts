import type { Id } from '@studynotion/contracts';
import { type Caller, NotFoundError } from '@studynotion/service-kit';
import type { LectureContents } from '../data/lecture-contents.ts';
import { lectureOf } from './course.ts';
import { type ReaderNeeds, requireReader } from './require-reader.ts';

export interface LectureNeeds extends ReaderNeeds {
  readonly contents: LectureContents;
}

/** Content may be replaced between the two reads; the course then points to the new one. */
const ATTEMPTS = 3;

/**
 * A lecture of the course with what it says, for those who may read the course.
 * @throws NotFoundError `lecture.not-found` also for a lecture of another course, and whatever `requireReader` throws
 */
export async function readLecture(needs: LectureNeeds, caller: Caller, courseId: Id, lectureId: Id) {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const course = await requireReader(needs, caller, courseId);
    const lecture = lectureOf(course, lectureId);
    if (lecture === undefined) throw new NotFoundError('lecture.not-found');
    const markdown = await needs.contents.markdown(lecture.contentId, courseId, lectureId);
    if (markdown !== undefined) return { id: lectureId, courseId, title: lecture.title, kind: lecture.kind, markdown };
  }
  throw new Error(`lecture ${lectureId} of course ${courseId} has no content`);
}
