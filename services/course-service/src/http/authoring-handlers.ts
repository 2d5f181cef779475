import {
  addLecture as addLectureRoute,
  addSection as addSectionRoute,
  changeCourse as changeCourseRoute,
  changeLecture as changeLectureRoute,
  changeSection as changeSectionRoute,
  createCourse as createCourseRoute,
  deleteCourse as deleteCourseRoute,
  deleteLecture as deleteLectureRoute,
  deleteSection as deleteSectionRoute,
  getInstructorDashboard,
  getOwnArticle,
  getOwnCourse,
  listOwnCourses,
  orderOutline as orderOutlineRoute,
  publishCourse as publishCourseRoute,
  unpublishCourse as unpublishCourseRoute,
} from '@studynotion/contracts';
import { type Caller, created, handler, noContent, ok } from '@studynotion/service-kit';
import type { EnrollmentRepository } from '../data/enrollment-repository.ts';
import { requireOwnCourse } from '../domain/authoring.ts';
import { changeCourse } from '../domain/change-course.ts';
import type { Course, CourseSummary } from '../domain/course.ts';
import { type CreateNeeds, createCourse } from '../domain/create-course.ts';
import { deleteCourse } from '../domain/delete-course.ts';
import {
  addLecture,
  addSection,
  changeLecture,
  changeSection,
  deleteLecture,
  deleteSection,
  orderOutline,
  ownArticle,
} from '../domain/edit-outline.ts';
import { instructorDashboard } from '../domain/instructor-dashboard.ts';
import { publishCourse, unpublishCourse } from '../domain/publish-course.ts';
import { toAuthoredCourse } from './to-authored-course.ts';

interface Dependencies extends CreateNeeds {
  readonly enrollments: EnrollmentRepository;
}

/** What instructors do with their own courses. */
export const authoringHandlers = (needs: Dependencies) => {
  const authored = async (caller: Caller, course: Promise<Course>) => toAuthoredCourse(needs, caller, await course);

  return [
    handler(createCourseRoute, async ({ caller, body }) =>
      created(await authored(caller, createCourse(needs, caller, body))),
    ),

    handler(listOwnCourses, async ({ caller, query }) => {
      const { items, nextCursor } = await needs.courses.listOwn(caller.accountId, query);
      return ok({ items: items.map(toOwnCourse), nextCursor });
    }),

    handler(getOwnCourse, async ({ caller, params }) =>
      ok(await authored(caller, requireOwnCourse(needs, caller, params.courseId))),
    ),

    handler(changeCourseRoute, async ({ caller, params, body }) =>
      ok(await authored(caller, changeCourse(needs, caller, params.courseId, body))),
    ),

    handler(deleteCourseRoute, async ({ caller, params }) => {
      await deleteCourse(needs, caller, params.courseId);
      return noContent();
    }),

    handler(publishCourseRoute, async ({ caller, params, body }) =>
      ok(await authored(caller, publishCourse(needs, caller, params.courseId, body.version))),
    ),

    handler(unpublishCourseRoute, async ({ caller, params, body }) =>
      ok(await authored(caller, unpublishCourse(needs, caller, params.courseId, body.version))),
    ),

    handler(addSectionRoute, async ({ caller, params, body: { version, title } }) =>
      created(await authored(caller, addSection(needs, caller, { ...params, version }, title))),
    ),

    handler(changeSectionRoute, async ({ caller, params, body: { version, title } }) =>
      ok(await authored(caller, changeSection(needs, caller, { ...params, version }, title))),
    ),

    handler(deleteSectionRoute, async ({ caller, params, query }) =>
      ok(await authored(caller, deleteSection(needs, caller, { ...params, ...query }))),
    ),

    handler(addLectureRoute, async ({ caller, params, body }) =>
      created(await authored(caller, addLecture(needs, caller, params, body))),
    ),

    handler(changeLectureRoute, async ({ caller, params, body: { version, ...change } }) =>
      ok(await authored(caller, changeLecture(needs, caller, { ...params, version }, change))),
    ),

    handler(deleteLectureRoute, async ({ caller, params, query }) =>
      ok(await authored(caller, deleteLecture(needs, caller, { ...params, ...query }))),
    ),

    handler(orderOutlineRoute, async ({ caller, params, body: { version, sections } }) =>
      ok(await authored(caller, orderOutline(needs, caller, { ...params, version }, sections))),
    ),

    handler(getOwnArticle, async ({ caller, params }) =>
      ok({ markdown: await ownArticle(needs, caller, params.courseId, params.lectureId) }),
    ),

    handler(getInstructorDashboard, async ({ caller }) => ok(await instructorDashboard(needs, caller))),
  ];
};

function toOwnCourse({ id, slug, status, title, price, thumbnail, shown, createdAt, changedAt }: CourseSummary) {
  return {
    id,
    slug,
    status,
    title,
    price,
    thumbnail,
    lectureCount: shown.lectureIds.length,
    durationSeconds: shown.durationSeconds,
    createdAt: createdAt.toISOString(),
    changedAt: changedAt.toISOString(),
  };
}
