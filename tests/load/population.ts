import { randomUUID } from 'node:crypto';
import {
  type BodyOf,
  createOrder,
  getCourse,
  getLearningCourse,
  importCourses,
  listMyCourses,
  putMyReview,
} from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { newLearner, openSession, type Person, seededAdministrator } from '../support/people.ts';
import { seededAccount } from '../support/running-platform.ts';

const FREE_COURSES = 6;
const PAID_COURSES = 60;
const LEARNERS = 24;
const CATEGORIES = 4;
const SECTIONS = 4;
const LECTURES = 5;

export interface LoadCourse {
  readonly id: string;
  readonly slug: string;
}

export interface Population {
  readonly learners: readonly Person[];
  /** All learners are enrolled in them. */
  readonly freeCourses: readonly LoadCourse[];
  readonly paidCourses: readonly LoadCourse[];
  readonly categorySlug: string;
  /** Of each free course. */
  readonly lectures: readonly { readonly courseId: string; readonly lectureId: string }[];
}

/** Fills an empty platform: courses on sale, learners who are enrolled in the free ones and have reviewed the first. */
export async function populate(): Promise<Population> {
  const administrator = await seededAdministrator();
  const courses = Array.from({ length: FREE_COURSES + PAID_COURSES }, (_, number) => courseNumber(number));
  const instructor = { email: seededAccount('instructor').email };
  await administrator.call(importCourses, 200, { body: { format: 'studynotion-courses-v1', instructor, courses } });
  const found = await Promise.all(courses.map(({ slug }) => administrator.call(getCourse, 200, { params: { slug } })));
  const [freeCourses, paidCourses] = [found.slice(0, FREE_COURSES), found.slice(FREE_COURSES)];
  const learners: Person[] = [];
  for (let number = 0; number < LEARNERS; number += 1) learners.push(await newStudent(freeCourses));
  return {
    learners,
    freeCourses,
    paidCourses,
    categorySlug: found[0]?.category?.slug ?? '',
    lectures: freeCourses.flatMap(({ id, sections }) =>
      sections.flatMap(({ lectures }) => lectures.map((lecture) => ({ courseId: id, lectureId: lecture.id }))),
    ),
  };
}

/** Opens a session for each learner: an access token lives ten minutes, a measurement may take longer. */
export async function logInAgain({ learners }: Population): Promise<void> {
  for (const { client, email, password } of learners) await openSession(client, { email, password });
}

async function newStudent(courses: readonly LoadCourse[]): Promise<Person> {
  const learner = await newLearner();
  const { client } = learner;
  const body = { courseIds: courses.map(({ id }) => id) };
  await client.call(createOrder, 201, { body, headers: { 'idempotency-key': randomUUID() } });
  await waitUntil(
    'all enrolments',
    async () => (await client.call(listMyCourses, 200)).items.length === courses.length,
  );
  const courseId = courses[0]?.id ?? '';
  await client.call(getLearningCourse, 200, { params: { courseId } });
  const text = 'Short lectures, clear words, and exercises that I could do on the train.';
  await client.call(putMyReview, 200, { params: { courseId }, body: { rating: 5, text } });
  return learner;
}

const PARAGRAPH = 'What stands here is as long as what instructors write, so that answers have the size of real ones. ';

function courseNumber(number: number): BodyOf<typeof importCourses>['courses'][number] {
  return {
    slug: `course-number-${number}`,
    title: `Course number ${number}, with a title of the usual length`,
    summary: PARAGRAPH.trim(),
    description: PARAGRAPH.repeat(15).trim(),
    whatYouWillLearn: ['One thing', 'Another thing', 'A third thing', 'How they belong together'],
    requirements: ['A computer'],
    tags: ['load', `number-${number}`],
    category: `Category ${number % CATEGORIES}`,
    level: 'beginner',
    language: 'en',
    price: { amount: number < FREE_COURSES ? 0 : 49_900, currency: 'INR' },
    sections: Array.from({ length: SECTIONS }, (_section, section) => ({
      title: `Section ${section + 1}`,
      lectures: Array.from({ length: LECTURES }, (_lecture, lecture) => ({
        title: `Lecture ${lecture + 1} of section ${section + 1}`,
        kind: 'article' as const,
        preview: lecture === 0,
        markdown: PARAGRAPH.repeat(10).trim(),
      })),
    })),
  };
}
