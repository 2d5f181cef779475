import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  createOrder,
  deleteMyReview,
  getCourse,
  listReviews,
  putMyReview,
  type RatingSummary,
} from '@studynotion/contracts';
import { ApiClient } from '../support/api-client.ts';
import { useDatabases } from '../support/databases.ts';
import { FREE_COURSE, newLearner, type Person } from '../support/people.ts';
import { everythingArrived } from '../support/under-way.ts';

/** Many review at the same moment. Each is answered, none is lost or doubled, and the stars are exactly those given. */

const AT_ONCE = 50;
/** How many sign up at the same time; hashing their passwords is work. */
const SIGN_UPS_AT_ONCE = 5;

const databases = useDatabases();
let people: Person[];
let courseId: string;

beforeAll(async () => {
  people = [];
  while (people.length < AT_ONCE)
    people.push(...(await Promise.all(Array.from({ length: SIGN_UPS_AT_ONCE }, newLearner))));
  ({ id: courseId } = await new ApiClient().call(getCourse, 200, { params: { slug: FREE_COURSE } }));
}, 300_000);

interface StoredReview {
  readonly _id: string;
  readonly rating: number;
  readonly text?: string;
}

const starsOf = (place: number) => (place % 5) + 1;
const params = () => ({ courseId });
const visibleReviews = () =>
  databases.find<StoredReview>('rating-review-service', 'reviews', { courseId, state: 'published' });

/** What the rows come to, counted here. */
function comeTo(reviews: readonly StoredReview[]): RatingSummary {
  const given = (stars: number) => reviews.filter(({ rating }) => rating === stars).length;
  const sum = reviews.reduce((total, { rating }) => total + rating, 0);
  return {
    average: reviews.length === 0 ? 0 : Math.round((sum * 10) / reviews.length) / 10,
    count: reviews.length,
    histogram: { 1: given(1), 2: given(2), 3: given(3), 4: given(4), 5: given(5) },
  };
}

let reads = 0;

/** The summary as the gateway gives it; another question each time, for it answers the same one from memory a while. */
async function summary(): Promise<RatingSummary> {
  reads += 1;
  const query = { limit: String(reads) };
  return (await new ApiClient().call(listReviews, 200, { params: params(), query })).summary;
}

async function expectExactEverywhere(): Promise<void> {
  await everythingArrived(databases, 60);
  const expected = comeTo(await visibleReviews());
  expect(await summary()).toEqual(expected);
  const [course] = await databases.find<{ readonly rating?: { readonly average: number; readonly count: number } }>(
    'course-service',
    'courses',
    { _id: courseId },
  );
  expect(course?.rating).toMatchObject({ average: expected.average, count: expected.count });
}

describe(`${AT_ONCE} at once`, () => {
  test('who bought a moment ago are all let in, and every star counts', async () => {
    const before = await visibleReviews();
    const statuses = await Promise.all(
      people.map(async ({ client }, place) => {
        await client.call(createOrder, 201, {
          body: { courseIds: [courseId] },
          headers: { 'idempotency-key': randomUUID() },
        });
        // The news of the purchase may be anywhere at this moment.
        const body = { rating: starsOf(place), text: `Of number ${place}` };
        return (await client.send(putMyReview, { params: params(), body })).status;
      }),
    );
    expect(statuses).toEqual(people.map(() => 200));
    const after = await visibleReviews();
    expect(after).toHaveLength(before.length + AT_ONCE);
    // Each was counted before it was answered.
    expect(await summary()).toEqual(comeTo(after));
    await expectExactEverywhere();
  });

  test('by one person on as many devices make one review, which is what one of them said', async () => {
    const [person] = people;
    const before = await visibleReviews();
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, place) => {
        const device = new ApiClient();
        device.accessToken = person?.client.accessToken;
        return device.send(putMyReview, { params: params(), body: { rating: starsOf(place), text: `Word ${place}` } });
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const said = answers.map(({ text }) => JSON.parse(text) as { id: string; text: string });
    expect(new Set(said.map(({ id }) => id)).size).toBe(1);
    const after = await visibleReviews();
    expect(after.map(({ _id }) => _id).toSorted()).toEqual(before.map(({ _id }) => _id).toSorted());
    expect(said.map(({ text }) => text)).toContain(after.find(({ _id }) => _id === said[0]?.id)?.text);
    await expectExactEverywhere();
  });

  test('who change their minds and take reviews back leave exactly the stars of those that stand', async () => {
    const statuses = await Promise.all(
      people.map(async ({ client }, place) => {
        const change = () =>
          client.send(putMyReview, { params: params(), body: { rating: starsOf(place + 2), text: 'Otherwise' } });
        const remove = () => client.send(deleteMyReview, { params: params() });
        const both = place % 3 === 0 ? [remove()] : place % 3 === 1 ? [change()] : [change(), remove()];
        return (await Promise.all(both)).map(({ status }) => status);
      }),
    );
    for (const status of statuses.flat()) expect([200, 204]).toContain(status);
    await expectExactEverywhere();
  });
});
