import { randomUUID } from 'node:crypto';
import {
  type AuthoredCourse,
  addLecture,
  addSection,
  type BodyOf,
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
  listCategories,
  listOwnCourses,
  orderOutline,
  publishCourse,
  type RouteDefinition,
  savePosition,
  uncompleteLecture,
  unpublishCourse,
} from '@studynotion/contracts';
import { ApiClient } from '../support/api-client.ts';
import { FREE_COURSE, newLearner, openSession, orderCourse } from '../support/people.ts';
import { seededAccount } from '../support/running-platform.ts';
import type { ValidInput } from './valid-inputs.ts';

/** Valid inputs of what instructors write, administrators sort and learners tick. */
export const courseInputs: readonly (readonly [RouteDefinition, () => Promise<ValidInput>])[] = [
  [getCategory, async () => ({ params: { slug: await someCategory() } })],
  [createCategory, async () => ({ ...(await as('administrator')), body: newCategory(), changes: true })],
  [changeCategory, async () => ({ ...(await madeCategory()), body: { version: 1, ...newCategory() }, changes: true })],
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
  [getOwnCourse, async () => (await written()).ofCourse],
  [
    changeCourse,
    async () => {
      const { ofCourse, version, categoryId } = await written();
      return { ...ofCourse, body: { version, ...fullInformation, categoryId }, changes: true };
    },
  ],
  [deleteCourse, async () => ({ ...(await written()).ofCourse, changes: true })],
  [
    publishCourse,
    async () => {
      const { ofCourse, version } = await written();
      return { ...ofCourse, body: { version }, changes: true };
    },
  ],
  [
    unpublishCourse,
    async () => {
      const { ofCourse, client, version } = await written();
      const published = await client.call(publishCourse, 200, { params: ofCourse.params, body: { version } });
      return { ...ofCourse, body: { version: published.version }, changes: true };
    },
  ],
  [
    addSection,
    async () => {
      const { ofCourse, version } = await written();
      return { ...ofCourse, body: { version, title: 'One more' }, changes: true };
    },
  ],
  [
    changeSection,
    async () => {
      const { ofSection, version } = await written();
      return { ...ofSection, body: { version, title: 'Another title' }, changes: true };
    },
  ],
  [
    deleteSection,
    async () => {
      const { ofSection, version } = await written();
      return { ...ofSection, query: { version: String(version) }, changes: true };
    },
  ],
  [
    addLecture,
    async () => {
      const { ofSection, version } = await written();
      return { ...ofSection, body: { version, ...anArticle, preview: true }, changes: true };
    },
  ],
  [
    changeLecture,
    async () => {
      const { ofLecture, version } = await written();
      const { title, markdown } = anArticle;
      // An article has no video: its field is tried in the tests of course-service.
      const body = { version, title, preview: true, markdown: `${markdown} And more.` };
      return { ...ofLecture, body, leftOut: ['mediaId'], changes: true };
    },
  ],
  [
    deleteLecture,
    async () => {
      const { ofLecture, version } = await written();
      return { ...ofLecture, query: { version: String(version) }, changes: true };
    },
  ],
  [
    orderOutline,
    async () => {
      const { ofCourse, version, sections } = await written();
      const same = sections.map(({ id, lectures }) => ({ id, lectureIds: lectures.map((lecture) => lecture.id) }));
      return { ...ofCourse, body: { version, sections: same }, changes: true };
    },
  ],
  [getOwnArticle, async () => (await written()).ofLecture],

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

const anArticle = { kind: 'article', title: 'One', markdown: 'Some words.' } as const;

const fullInformation: Omit<BodyOf<typeof changeCourse>, 'version'> = {
  title: 'Another title',
  summary: 'As short as it gets.',
  description: 'All there is to say.',
  whatYouWillLearn: ['That it works'],
  requirements: ['Nothing'],
  tags: ['small'],
  level: 'advanced',
  language: 'hi',
  price: { amount: 49900, currency: 'INR' },
  thumbnailMediaId: null,
};

async function signedIn(role: 'administrator' | 'instructor'): Promise<ApiClient> {
  const client = new ApiClient();
  await openSession(client, seededAccount(role));
  return client;
}

async function as(role: 'administrator' | 'instructor') {
  return { accessToken: (await signedIn(role)).accessToken };
}

function newCategory() {
  return { name: `Category ${randomUUID()}`, description: 'For a while.' };
}

async function madeCategory() {
  const client = await signedIn('administrator');
  const { id } = await client.call(createCategory, 201, { body: newCategory() });
  return { accessToken: client.accessToken, params: { categoryId: id } };
}

async function someCategory(): Promise<string> {
  const { items } = await new ApiClient().call(listCategories, 200);
  return items[0]?.slug ?? '';
}

/** A new course of the instructor's with a section and an article, to which nothing is missing. */
async function written() {
  const { categoryId } = (await madeCategory()).params;
  const client = await signedIn('instructor');
  let course: AuthoredCourse = await client.call(createCourse, 201, { body: { title: 'A course', categoryId } });
  const params = { courseId: course.id };
  course = await client.call(changeCourse, 200, { params, body: { version: course.version, ...fullInformation } });
  course = await client.call(addSection, 201, { params, body: { version: course.version, title: 'A section' } });
  const ofSection = { ...params, sectionId: course.sections[0]?.id ?? '' };
  const lecture = { version: course.version, ...anArticle, preview: false };
  course = await client.call(addLecture, 201, { params: ofSection, body: lecture });
  const ofLecture = { ...params, lectureId: course.sections[0]?.lectures[0]?.id ?? '' };
  const { accessToken } = client;
  return {
    client,
    categoryId,
    version: course.version,
    sections: course.sections,
    ofCourse: { accessToken, params },
    ofSection: { accessToken, params: ofSection },
    ofLecture: { accessToken, params: ofLecture },
  };
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
