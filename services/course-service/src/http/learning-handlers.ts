import {
  completeLecture as completeRoute,
  getLearningCourse,
  getLecture,
  getPreviewLecture,
  savePosition as positionRoute,
  uncompleteLecture as uncompleteRoute,
} from '@studynotion/contracts';
import { handler, ok } from '@studynotion/service-kit';
import type { LectureContents } from '../data/lecture-contents.ts';
import type { PeopleRepository } from '../data/people-repository.ts';
import { completeLecture, type LearningNeeds, openCourse, savePosition, uncompleteLecture } from '../domain/learn.ts';
import { previewLecture, readLecture } from '../domain/read-lecture.ts';
import { toOutline } from './to-course-card.ts';

interface Dependencies extends LearningNeeds {
  readonly contents: LectureContents;
  readonly people: PeopleRepository;
}

/** What somebody does in a course that is open to them. */
export const learningHandlers = (needs: Dependencies) => [
  handler(getLearningCourse, async ({ caller, params }) => {
    const { course, sections, media, progress } = await openCourse(needs, caller, params.courseId);
    const instructorOf = await needs.people.cardsOf([course.instructorId]);
    const { id, slug, title, instructorId } = course;
    return ok({
      id,
      slug,
      title,
      instructor: instructorOf(instructorId),
      sections: toOutline(sections, media),
      progress,
    });
  }),

  handler(getLecture, async ({ caller, params }) =>
    ok(await readLecture(needs, caller, params.courseId, params.lectureId)),
  ),

  handler(getPreviewLecture, async ({ params }) => ok(await previewLecture(needs, params.slug, params.lectureId))),

  handler(completeRoute, async ({ caller, params }) =>
    ok(await completeLecture(needs, caller, params.courseId, params.lectureId)),
  ),

  handler(uncompleteRoute, async ({ caller, params }) =>
    ok(await uncompleteLecture(needs, caller, params.courseId, params.lectureId)),
  ),

  handler(positionRoute, async ({ caller, params, body }) => {
    const watched = { seconds: body.seconds, watchedAt: new Date(body.watchedAt) };
    return ok(await savePosition(needs, caller, params.courseId, params.lectureId, watched));
  }),
];
