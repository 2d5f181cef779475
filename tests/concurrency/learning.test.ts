import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type AnswerOf,
  completeLecture,
  createOrder,
  getLearningCourse,
  savePosition,
  uncompleteLecture,
} from '@studynotion/contracts';
import { AT_ONCE, deviceOf, sendAtOnce, tally } from '../support/at-once.ts';
import { newCourses, takeOffSale } from '../support/courses.ts';
import { useDatabases } from '../support/databases.ts';
import { newInstructor, newLearner, type Person } from '../support/people.ts';
import { everythingArrived } from '../support/under-way.ts';

/** One learner with very many devices. No tick is lost or counted twice, and the course is completed once. */

const databases = useDatabases();
let instructor: Person;
let learner: Person;
let courseId: string;
let lectureIds: string[];

beforeAll(async () => {
  instructor = await newInstructor({ approved: true });
  learner = await newLearner();
});
afterAll(() => takeOffSale(instructor));

beforeEach(async () => {
  [courseId = ''] = await newCourses(instructor, 1, { lectures: AT_ONCE });
  const order = { body: { courseIds: [courseId] }, headers: { 'idempotency-key': randomUUID() } };
  await learner.client.call(createOrder, 201, order);
  const { sections } = await learner.client.call(getLearningCourse, 200, { params: { courseId } });
  lectureIds = sections.flatMap(({ lectures }) => lectures.map(({ id }) => id));
});

const lecture = (place: number) => ({ params: { courseId, lectureId: lectureIds[place] ?? '' } });

async function progress(): Promise<AnswerOf<typeof getLearningCourse, 200>['progress']> {
  return (await learner.client.call(getLearningCourse, 200, { params: { courseId } })).progress;
}

async function timesCompleted(): Promise<number> {
  await everythingArrived(databases, 30);
  return databases.count('course-service', 'progress', {
    accountId: learner.account.id,
    courseId,
    completedAt: { $exists: true },
  });
}

describe(`${AT_ONCE} at once`, () => {
  test('completions of as many lectures are all there', async () => {
    expect(tally(await sendAtOnce(learner, completeLecture, lecture))).toEqual({ 200: AT_ONCE });
    const { completedLectureIds, percent } = await progress();
    expect(completedLectureIds.toSorted()).toEqual(lectureIds.toSorted());
    expect(percent).toBe(100);
    expect(await timesCompleted()).toBe(1);
  });

  test('completions of one lecture are one', async () => {
    const answers = await sendAtOnce(learner, completeLecture, () => lecture(7));
    expect(tally(answers)).toEqual({ 200: AT_ONCE });
    expect(await progress()).toMatchObject({ completedLectureIds: [lectureIds[7]], percent: 100 / AT_ONCE });
    expect(await timesCompleted()).toBe(0);
  });

  test('ticks set and taken back touch no other', async () => {
    await sendAtOnce(learner, completeLecture, (place) => lecture(place - (place % 2)));
    const answers = await Promise.all(
      lectureIds.map((_, place) =>
        deviceOf(learner).send(place % 2 === 0 ? uncompleteLecture : completeLecture, lecture(place)),
      ),
    );
    expect(tally(answers)).toEqual({ 200: AT_ONCE });
    const { completedLectureIds, percent } = await progress();
    expect(completedLectureIds.toSorted()).toEqual(lectureIds.filter((_, place) => place % 2 === 1).toSorted());
    expect(percent).toBe(50);
  });

  test('positions in one lecture leave the one that was watched last', async () => {
    const begun = Date.now() - AT_ONCE * 1000;
    const answers = await sendAtOnce(learner, savePosition, (place) => ({
      ...lecture(0),
      body: { seconds: place, watchedAt: new Date(begun + place * 1000).toISOString() },
    }));
    expect(tally(answers)).toEqual({ 200: AT_ONCE });
    expect((await progress()).positions).toEqual({ [lectureIds[0] ?? '']: AT_ONCE - 1 });
  });
});
