import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createOrder, getCourse, getMyProfile, listMyCourses } from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { ApiClient } from '../support/api-client.ts';
import { FREE_COURSE, newLearner, openSession } from '../support/people.ts';
import { isReady, kubectl, pauseOperator, podsOf, untilReady } from './support/cluster.ts';

/** Those whose readiness asks the database, and the gateway, which must hear from auth-service which sessions ended. */
const READERS = ['auth-service', 'course-service', 'payment-service', 'api-gateway'];

async function readers(): Promise<boolean[]> {
  const pods = await Promise.all(READERS.map(podsOf));
  return pods.flat().map(isReady);
}

beforeAll(() => pauseOperator(true));
afterAll(() => pauseOperator(false));

test('services say that they are not ready while the database is gone, come back by themselves, and nothing is lost', async () => {
  const learner = await newLearner();
  const { id } = await learner.client.call(getCourse, 200, { params: { slug: FREE_COURSE } });
  await learner.client.call(createOrder, 201, {
    body: { courseIds: [id] },
    headers: { 'idempotency-key': 'database' },
  });

  await kubectl('scale', 'statefulset/postgresql', '--replicas=0');
  const [database] = await podsOf('postgresql');
  if (database !== undefined)
    await kubectl('delete', 'pod', database.metadata.name, '--grace-period=0', '--force', '--ignore-not-found');
  await waitUntil('no reader being ready', async () => (await readers()).every((ready) => !ready), 90);
  const refused = await new ApiClient().send(getMyProfile, {
    headers: { authorization: `Bearer ${learner.client.accessToken}` },
  });
  expect(refused.status).toBe(503);

  await kubectl('scale', 'statefulset/postgresql', '--replicas=1');
  await untilReady('postgresql', 1);
  await waitUntil('readiness of all readers', async () => (await readers()).every(Boolean), 120);
  const again = new ApiClient();
  await openSession(again, learner);
  const { items } = await again.call(listMyCourses, 200);
  expect(items.map(({ slug }) => slug)).toEqual([FREE_COURSE]);
}, 300_000);
