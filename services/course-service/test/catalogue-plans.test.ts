import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { waitUntil } from '@studynotion/platform/testing';
import type { TestService } from '@studynotion/service-kit/testing';
import { startCourseService } from './course-fixture.ts';
import { planOf } from './plan-of.ts';

/** `npm run verify` looks at 100,000. */
const COURSES = Number(process.env.CATALOGUE_COURSES ?? 4000);
const CATEGORIES = 20;
const PAGE = 20;
/** Documents that may be looked at for one that is shown. */
const MOST_EXAMINED = 5;

let service: TestService;
/** The last query for a list of courses; the outbox asks for some as well, in no order. */
let asked: Readonly<Record<string, unknown>>;

beforeAll(async () => {
  service = await startCourseService();
  await service.database.collection('categories').insertOne({
    _id: idOf(1) as never,
    slug: 'the-category',
    name: 'The category',
    nameKey: 'the category',
    description: '',
    version: 1,
  });
  await insertCourses();
  service.database.getClient().on('commandStarted', ({ commandName, command }) => {
    if (commandName === 'find' && command.find === 'courses' && command.sort !== undefined) asked = command;
  });
  // PostgreSQL reads indexes in order only once it has counted what there is.
  await waitUntil('statistics of the courses', async () => !(await pageOf('sort=new')).plan.sorts, 60);
}, 600_000);
afterAll(() => service?.stop());

const idOf = (number: number) => number.toString(16).padStart(24, '0');

async function insertCourses(): Promise<void> {
  const batch = 1000;
  for (let from = 0; from < COURSES; from += batch)
    await service.database
      .collection('courses')
      .insertMany(Array.from({ length: Math.min(batch, COURSES - from) }, (_, index) => courseNumber(from + index)));
}

/** Of every tenth course there is only a draft; figures are spread by a number that has no factor in common with them. */
function courseNumber(number: number) {
  const spread = (number * 7919) % COURSES;
  const now = new Date();
  return {
    _id: idOf(number) as never,
    version: 1,
    slug: `course-${number}`,
    status: number % 10 === 0 ? 'draft' : 'published',
    instructorId: idOf(0),
    title: `Course ${number}`,
    summary: 'In one line.',
    level: 'beginner',
    language: 'en',
    price: { amount: spread * 100, currency: 'INR' },
    categoryId: idOf(number % CATEGORIES),
    sections: [],
    shown: { lectureIds: [], durationSeconds: 0 },
    publishedAt: new Date(Date.UTC(2026, 0, 1) + spread * 1000),
    createdAt: now,
    changedAt: now,
    words: ['course', `w${number}`],
    rating: { average: (5 * spread) / COURSES, count: 1, version: 1 },
    studentCount: spread,
    studentsCounted: 1,
  };
}

/** Asks for a page of the catalogue. @returns how the database found it, and where the next one begins */
async function pageOf(query: string) {
  const { body } = await service.call('GET', `/courses?limit=${PAGE}&${query}`);
  expect(body.items).toHaveLength(PAGE);
  const { find, filter, sort, limit, projection } = asked;
  const command = { find, filter, sort, limit, projection };
  const explanation = await service.database.db?.command({ explain: command, verbosity: 'executionStats' });
  return { plan: planOf(explanation ?? {}), nextCursor: body.nextCursor as string };
}

describe(`of ${COURSES} courses`, () => {
  const queries = ['new', 'popular', 'rating', 'price-low', 'price-high'].flatMap((sort) => [
    `sort=${sort}`,
    `sort=${sort}&category=the-category`,
  ]);

  test.each(queries)('a page of %s, and the next one, is read off an index in its order', async (query) => {
    const first = await pageOf(query);
    const second = await pageOf(`${query}&cursor=${first.nextCursor}`);
    // The place in the list is found in the index; then what is left of it begins with the next page.
    if (second.plan.unbounded !== undefined) expect(second.plan.unbounded).toEqual(['_id']);
    for (const { plan } of [first, second]) {
      expect(plan).toMatchObject({ indexes: [expect.stringMatching(/^status_1_/)], sorts: false });
      if (plan.examined !== undefined) expect(plan.examined).toBeLessThanOrEqual(MOST_EXAMINED * PAGE);
    }
  });
});
