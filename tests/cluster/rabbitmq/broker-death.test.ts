import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { createOrder, getCourse, putMyReview } from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { ApiClient } from '../../support/api-client.ts';
import { FREE_COURSE, newLearner, type Person } from '../../support/people.ts';
import { mailsTo } from '../../support/sandbox.ts';
import { kubectl, podsOf, untilReady } from '../support/cluster.ts';

const LEARNERS = 12;
const BROKER = 'rabbitmq';

let learners: readonly Person[];
let courseId: string;

beforeAll(async () => {
  learners = await Promise.all(Array.from({ length: LEARNERS }, newLearner));
  ({ id: courseId } = await new ApiClient().call(getCourse, 200, { params: { slug: FREE_COURSE } }));
}, 120_000);

/** Enrols somebody, whose enrolment becomes events for courses, reviews and mails. */
async function enrol({ client }: Person): Promise<void> {
  await client.call(createOrder, 201, {
    body: { courseIds: [courseId] },
    headers: { 'idempotency-key': randomUUID() },
  });
}

test('the broker dies while events flow, and every one of them arrives', async () => {
  const [broker] = await podsOf(BROKER);
  const [first, rest] = [learners.slice(0, LEARNERS / 2), learners.slice(LEARNERS / 2)];
  const enrolled = Promise.all(first.map(enrol));
  await kubectl('delete', 'pod', broker?.metadata.name ?? '', '--grace-period=0', '--force');
  await enrolled;
  // Nobody who enrols is kept waiting by a broker that is not there.
  await Promise.all(rest.map(enrol));
  await untilReady(BROKER, 1);
  for (const { email } of learners)
    await waitUntil(
      `the mail of the enrolment of ${email}`,
      async () => (await mailsTo(email, 'enrolled')).length > 0,
      120,
    );
  // Who may review is known by the events alone once they are there; each review is an event of its own.
  await Promise.all(
    learners.map(({ client }) => client.call(putMyReview, 200, { params: { courseId }, body: { rating: 5 } })),
  );
  await waitUntil(
    'the stars of all of them on the course',
    async () => {
      const { rating } = await new ApiClient().call(getCourse, 200, { params: { slug: FREE_COURSE } });
      return rating.count >= LEARNERS;
    },
    120,
  );
  const mails = await Promise.all(learners.map(({ email }) => mailsTo(email, 'enrolled')));
  expect(mails.map(({ length }) => length)).toEqual(learners.map(() => 1));
}, 400_000);
