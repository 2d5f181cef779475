import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  completeLecture,
  createOrder,
  getLearningCourse,
  getMyProfile,
  listMyCourses,
  logOut,
  requestOtp,
} from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { ApiClient } from '../support/api-client.ts';
import { newCourses } from '../support/courses.ts';
import { newAddress, newInstructor, newLearner, type Person } from '../support/people.ts';
import { type KubernetesObject, kubectl, objects, pauseOperator, podsOf, untilReady } from './support/cluster.ts';
import { startLoad, tallyOf } from './support/steady-load.ts';

/** More than one pod of what is asked most. An autoscaler owns their number, so its least number is what is changed. */
const SCALED = ['api-gateway', 'course-service'] as const;
const ENOUGH_TO_MEET_ALL = 60;

interface Autoscaler extends KubernetesObject {
  readonly spec: { readonly minReplicas: number; readonly maxReplicas: number };
}

const limitsOf = ({ minReplicas, maxReplicas }: Autoscaler['spec']) => ({ minReplicas, maxReplicas });

let before: readonly Autoscaler[];

/** Leaves the autoscaler no choice. */
async function scale(app: string, count: number): Promise<void> {
  const spec = { minReplicas: count, maxReplicas: count };
  await kubectl('patch', 'hpa', app, '--type=merge', `--patch=${JSON.stringify({ spec })}`);
  await untilReady(app, count);
}

beforeAll(async () => {
  await pauseOperator(true);
  before = await objects<Autoscaler>('hpa');
  for (const app of SCALED) await scale(app, 3);
}, 300_000);

afterAll(async () => {
  for (const { metadata, spec } of before)
    await kubectl('patch', 'hpa', metadata.name, '--type=merge', `--patch=${JSON.stringify({ spec: limitsOf(spec) })}`);
  await pauseOperator(false);
});

describe('with three pods each, raised by the least number of the autoscaler', () => {
  test('a session holds wherever a request lands, and its end is known to every gateway within three seconds', async () => {
    const { client } = await newLearner();
    const ask = async () => (await client.send(getMyProfile)).status;
    const all = async () => Promise.all(Array.from({ length: ENOUGH_TO_MEET_ALL }, ask));
    expect(new Set(await all())).toEqual(new Set([200]));
    await client.call(logOut, 204);
    const begin = performance.now();
    await waitUntil('the end of the session everywhere', async () => (await all()).every((status) => status === 401));
    expect(performance.now() - begin).toBeLessThan(3000);
  });

  test('a limit is exact, whichever gateway counts', async () => {
    // One code at a time for an address, however many ask for it at once.
    const email = newAddress();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => new ApiClient().send(requestOtp, { body: { email } })),
    );
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([202, ...Array.from({ length: 19 }, () => 429)]);
  });
});

describe('a pod that is taken away while requests come in', () => {
  let learner: Person;
  let courseId: string;
  let lectureIds: readonly string[];
  let freeCourses: readonly string[];
  /** The key under which a course was ordered. */
  const orders = new Map<string, string>();

  beforeAll(async () => {
    const instructor = await newInstructor({ approved: true });
    learner = await newLearner();
    [courseId = '', ...freeCourses] = await newCourses(instructor, 40, { lectures: 5 });
    await order(courseId, randomUUID());
    const { sections } = await learner.client.call(getLearningCourse, 200, { params: { courseId } });
    lectureIds = sections.flatMap(({ lectures }) => lectures.map(({ id }) => id));
    for (const app of SCALED) await scale(app, 2);
  }, 300_000);

  const order = (course: string, key: string) =>
    learner.client.send(createOrder, { body: { courseIds: [course] }, headers: { 'idempotency-key': key } });

  test.each(SCALED)(
    '%s: of 20 requests a second none fails, but an order may be put off',
    async (app) => {
      const [victim] = await podsOf(app);
      let place = 0;
      const load = startLoad({
        perSecond: 20,
        requests: {
          'my courses': () => learner.client.send(listMyCourses),
          'learning page': () => learner.client.send(getLearningCourse, { params: { courseId } }),
          completion: () => {
            place += 1;
            const lectureId = lectureIds[place % lectureIds.length] ?? '';
            return learner.client.send(completeLecture, { params: { courseId, lectureId } });
          },
          order: () => {
            const course = freeCourses[orders.size % freeCourses.length] ?? '';
            const key = orders.get(course) ?? randomUUID();
            orders.set(course, key);
            return order(course, key);
          },
        },
      });
      await kubectl('delete', 'pod', victim?.metadata.name ?? '', '--wait=true');
      await untilReady(app, 2);
      const tally = tallyOf(await load.end());
      // An order may be told to come again; what changes nothing by being asked twice must not fail at all.
      const wrong = Object.keys(tally).filter((seen) => !/ 20[0-9]$/.test(seen) && seen !== 'order 503');
      expect({ tally, wrong }).toEqual({ tally, wrong: [] });
      // Whoever was put off asks again with the same key, and is enrolled once.
      for (const [course, key] of orders) expect((await order(course, key)).status).toBeLessThan(300);
      const { items } = await learner.client.call(listMyCourses, 200, { query: { limit: '100' } });
      expect(items.filter(({ id }) => orders.has(id)).length).toBe(orders.size);
    },
    240_000,
  );
});
