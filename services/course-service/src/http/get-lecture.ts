import { getLecture } from '@studynotion/contracts';
import { handler, ok } from '@studynotion/service-kit';
import { type LectureNeeds, readLecture } from '../domain/read-lecture.ts';

export const getLectureHandler = (needs: LectureNeeds) =>
  handler(getLecture, async ({ caller, params }) =>
    ok(await readLecture(needs, caller, params.courseId, params.lectureId)),
  );
