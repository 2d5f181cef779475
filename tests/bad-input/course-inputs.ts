import {
  addLecture,
  addSection,
  changeCategory,
  changeCourse,
  changeLecture,
  changeSection,
  completeLecture,
  countCoursesOnSale,
  createCategory,
  createCourse,
  deleteCategory,
  deleteCourse,
  deleteLecture,
  deleteSection,
  getCategory,
  getCourse,
  getInstructorDashboard,
  getOwnArticle,
  getOwnCourse,
  getPreviewLecture,
  listOwnCourses,
  orderOutline,
  publishCourse,
  type RouteDefinition,
  savePosition,
  uncompleteLecture,
  unpublishCourse,
} from '@studynotion/contracts';
import { ApiClient } from '../support/api-client.ts';
import { newCategory } from '../support/courses.ts';
import { FREE_COURSE, newLearner, orderCourse } from '../support/people.ts';
import {
  anArticle,
  categoryForm,
  fullInformation,
  madeCategory,
  signedIn,
  writtenCourse,
} from '../support/written-course.ts';
import type { ValidInput } from './valid-inputs.ts';

/** Valid inputs of what instructors write, administrators sort and learners tick. */
export const courseInputs: readonly (readonly [RouteDefinition, () => Promise<ValidInput>])[] = [
  [getCategory, async () => ({ params: { slug: (await newCategory()).slug } })],
  [createCategory, async () => ({ ...(await as('administrator')), body: categoryForm(), changes: true })],
  [changeCategory, async () => ({ ...(await madeCategory()), body: { version: 1, ...categoryForm() }, changes: true })],
  [deleteCategory, async () => ({ ...(await madeCategory()), changes: true })],

  [getPreviewLecture, async () => ({ params: { slug: FREE_COURSE, lectureId: (await firstLecture()).lectureId } })],
  [countCoursesOnSale, async () => ({ params: { accountId: (await firstLecture()).instructorId } })],

  [listOwnCourses, async () => ({ ...(await as('instructor')), query: { limit: '1' } })],
  [getInstructorDashboard, async () => as('instructor')],
  [
    createCourse,
    async () => ({
      ...(await as('instructor')),
      body: { title: 'A new course', categoryId: (await madeCategory()).params.categoryId },
      changes: true,
    }),
  ],
  [getOwnCourse, async () => (await writtenCourse()).ofCourse],
  [
    changeCourse,
    async () => {
      const { ofCourse, version, categoryId } = await writtenCourse();
      return { ...ofCourse, body: { version, ...fullInformation, categoryId }, changes: true };
    },
  ],
  [deleteCourse, async () => ({ ...(await writtenCourse()).ofCourse, changes: true })],
  [
    publishCourse,
    async () => {
      const { ofCourse, version } = await writtenCourse();
      return { ...ofCourse, body: { version }, changes: true };
    },
  ],
  [
    unpublishCourse,
    async () => {
      const { ofCourse, client, version } = await writtenCourse();
      const published = await client.call(publishCourse, 200, { params: ofCourse.params, body: { version } });
      return { ...ofCourse, body: { version: published.version }, changes: true };
    },
  ],
  [
    addSection,
    async () => {
      const { ofCourse, version } = await writtenCourse();
      return { ...ofCourse, body: { version, title: 'One more' }, changes: true };
    },
  ],
  [
    changeSection,
    async () => {
      const { ofSection, version } = await writtenCourse();
      return { ...ofSection, body: { version, title: 'Another title' }, changes: true };
    },
  ],
  [
    deleteSection,
    async () => {
      const { ofSection, version } = await writtenCourse();
      return { ...ofSection, query: { version: String(version) }, changes: true };
    },
  ],
  [
    addLecture,
    async () => {
      const { ofSection, version } = await writtenCourse();
      return { ...ofSection, body: { version, ...anArticle, preview: true }, changes: true };
    },
  ],
  [
    changeLecture,
    async () => {
      const { ofLecture, version } = await writtenCourse();
      const { title, markdown } = anArticle;
      // An article has no video: its field is tried in the tests of course-service.
      const body = { version, title, preview: true, markdown: `${markdown} And more.` };
      return { ...ofLecture, body, leftOut: ['mediaId'], changes: true };
    },
  ],
  [
    deleteLecture,
    async () => {
      const { ofLecture, version } = await writtenCourse();
      return { ...ofLecture, query: { version: String(version) }, changes: true };
    },
  ],
  [
    orderOutline,
    async () => {
      const { ofCourse, version, sections } = await writtenCourse();
      const same = sections.map(({ id, lectures }) => ({ id, lectureIds: lectures.map((lecture) => lecture.id) }));
      return { ...ofCourse, body: { version, sections: same }, changes: true };
    },
  ],
  [getOwnArticle, async () => (await writtenCourse()).ofLecture],

  [completeLecture, async () => ({ ...(await enrolled()), changes: true })],
  [
    uncompleteLecture,
    async () => {
      const { client, ...input } = await enrolled();
      await client.call(completeLecture, 200, { params: input.params });
      return { ...input, changes: true };
    },
  ],
  [
    savePosition,
    async () => ({
      ...(await enrolled()),
      body: { seconds: 12, watchedAt: new Date().toISOString() },
      changes: true,
    }),
  ],
];

async function as(role: 'administrator' | 'instructor') {
  return { accessToken: (await signedIn(role)).accessToken };
}

async function firstLecture() {
  const { id, instructor, sections } = await new ApiClient().call(getCourse, 200, { params: { slug: FREE_COURSE } });
  const lectureId = sections[0]?.lectures[0]?.id ?? '';
  return { courseId: id, lectureId, instructorId: instructor.accountId };
}

/** Somebody new who is enrolled in a course, before its first lecture. */
async function enrolled() {
  const learner = await newLearner();
  await orderCourse(learner, FREE_COURSE);
  const { courseId, lectureId } = await firstLecture();
  return { client: learner.client, accessToken: learner.client.accessToken, params: { courseId, lectureId } };
}
