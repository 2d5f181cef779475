import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ratingUpdated } from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import type { TestService } from '@studynotion/service-kit/testing';
import { aCourse, anImport, coursePage, enrol, importInto, startCourseService } from './course-fixture.ts';

interface Card {
  readonly slug: string;
}

const histogram = { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 };

describe('looking for courses', () => {
  let service: TestService;
  const ids: Record<string, string> = {};

  const price = (amount: number) => ({ amount, currency: 'INR' });
  const courses = [
    aCourse('python', { title: 'Python: first steps', category: 'Programming', tags: ['coding'], price: price(0) }),
    aCourse('python-data', {
      title: 'Data with python',
      category: 'Data science',
      level: 'advanced',
      price: price(99900),
    }),
    aCourse('cafe', { title: 'Café culture', summary: 'Über den Kaffee', language: 'de', price: price(49900) }),
    aCourse('yoga', { title: 'योग परिचय', language: 'hi', level: 'intermediate', price: price(49900) }),
    aCourse('docker', {
      title: 'DOCKER (in practice)',
      category: 'Programming',
      level: 'advanced',
      price: price(149900),
    }),
  ];

  beforeAll(async () => {
    service = await startCourseService();
    for (const course of courses) {
      await importInto(service, anImport(course));
      ids[course.slug] = (await coursePage(service, course.slug)).id;
    }
    const rate = (slug: string, average: number, count = 1) =>
      service.deliver(ratingUpdated, { aggregateId: ids[slug] ?? '', version: 1, average, count, histogram });
    await rate('python', 4.5, 12);
    await rate('docker', 4.9, 3);
    await rate('cafe', 3);
    for (const [slug, students] of [
      ['python', 3],
      ['yoga', 2],
      ['cafe', 1],
    ] as const)
      for (let student = 0; student < students; student += 1) await enrol(service, newId(), ids[slug] ?? '');
  });
  afterAll(() => service.stop());

  const ask = (query: string) => service.call('GET', `/courses?${query}`);
  const find = async (query: string): Promise<string[]> => {
    const { status, body } = await ask(query);
    expect(status).toBe(200);
    return body.items.map(({ slug }: Card) => slug);
  };

  test.each([
    ['q=python', ['python-data', 'python']],
    ['q=PYTH', ['python-data', 'python']],
    ['q=python first', ['python']],
    ['q=step fir', ['python']],
    ['q=coding', ['python']],
    ['q=cafe', ['cafe']],
    ['q=CAFÉ kaff', ['cafe']],
    ['q=uber', ['cafe']],
    ['q=योग', ['yoga']],
    ['q=परि', ['yoga']],
    ['q=docker, practice!', ['docker']],
    ['q=ython', []],
    ['q=python docker', []],
  ])('%s finds %j', async (query, slugs) => {
    expect(await find(query)).toEqual(slugs);
  });

  test.each(['.*', '^', '(', '[a-z]', 'p.thon', '$where', '{"$gt":""}', '\\', 'python|docker', '%', '*', '-'])(
    'what looks like a pattern, such as %s, is none',
    async (pattern) => {
      const found = await find(`q=${encodeURIComponent(pattern)}`);
      expect(found.length).toBeLessThan(courses.length);
      if (!/[a-z]{2}/.test(pattern) || pattern === 'p.thon') expect(found).toEqual([]);
    },
  );

  test.each([
    ['category=programming', ['docker', 'python']],
    ['category=data-science', ['python-data']],
    ['category=unknown', []],
    ['level=advanced', ['docker', 'python-data']],
    ['language=hi', ['yoga']],
    ['priceMax=0', ['python']],
    ['priceMin=49900&priceMax=99900', ['yoga', 'cafe', 'python-data']],
    ['priceMin=2&priceMax=1', []],
    ['ratingMin=4.5', ['docker', 'python']],
    ['ratingMin=4.6&category=programming&level=advanced&q=dock', ['docker']],
  ])('%s gives %j', async (query, slugs) => {
    expect(await find(query)).toEqual(slugs);
  });

  test.each([
    ['new', ['docker', 'yoga', 'cafe']],
    ['popular', ['python', 'yoga', 'cafe']],
    ['rating', ['docker', 'python', 'cafe']],
    ['price-low', ['python', 'cafe', 'yoga']],
    ['price-high', ['docker', 'python-data', 'yoga']],
  ])('sort=%s begins with %j', async (sort, slugs) => {
    expect(await find(`sort=${sort}&limit=3`)).toEqual(slugs);
  });

  test.each(['new', 'popular', 'rating', 'price-low', 'price-high'])(
    'sorted by %s, pages of one show each course once and in the order of one page',
    async (sort) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const { body } = await ask(`sort=${sort}&limit=1${cursor === undefined ? '' : `&cursor=${cursor}`}`);
        seen.push(...body.items.map(({ slug }: Card) => slug));
        cursor = body.nextCursor;
      } while (cursor !== undefined);
      expect(seen).toEqual(await find(`sort=${sort}`));
      expect(seen).toHaveLength(courses.length);
    },
  );

  test('pages go on under a filter', async () => {
    const all = await find('q=what&sort=price-low');
    const one = await ask('q=what&sort=price-low&limit=2');
    const two = await ask(`q=what&sort=price-low&limit=3&cursor=${one.body.nextCursor}`);
    expect([...one.body.items, ...two.body.items].map(({ slug }: Card) => slug)).toEqual(all);
  });

  test('facets come on request, each counted without its own filter', async () => {
    expect((await ask('limit=1')).body.facets).toBeUndefined();
    const { body } = await ask('facets=true&level=advanced&limit=1');
    expect(body.facets).toEqual({
      total: 2,
      categories: expect.arrayContaining([
        { id: expect.any(String), slug: 'data-science', name: 'Data science', count: 1 },
        { id: expect.any(String), slug: 'programming', name: 'Programming', count: 1 },
      ]),
      levels: expect.arrayContaining([
        { level: 'advanced', count: 2 },
        { level: 'beginner', count: 2 },
        { level: 'intermediate', count: 1 },
      ]),
      languages: [{ language: 'en', count: 2 }],
      ratings: [
        { ratingMin: 4.5, count: 1 },
        { ratingMin: 4, count: 1 },
        { ratingMin: 3, count: 1 },
      ],
      prices: { free: 0, paid: 2 },
    });
    const nothing = await ask('facets=true&q=nothing-at-all');
    expect(nothing.body.facets).toMatchObject({ total: 0, levels: [], prices: { free: 0, paid: 0 } });
  });

  test('a card tells category, rating, students and duration', async () => {
    const { body } = await ask('q=python first');
    expect(body.items[0]).toMatchObject({
      category: { slug: 'programming', name: 'Programming' },
      rating: { average: 4.5, count: 12 },
      studentCount: 3,
      lectureCount: 3,
      durationSeconds: 3,
    });
  });

  test('an older rating never replaces a newer one', async () => {
    const rated = { aggregateId: ids.yoga ?? '', histogram };
    await service.deliver(ratingUpdated, { ...rated, version: 5, average: 2, count: 2 });
    await service.deliver(ratingUpdated, { ...rated, version: 4, average: 5, count: 1 });
    expect((await coursePage(service, 'yoga')).rating).toEqual({ average: 2, count: 2 });
  });

  test('every order and every filter is answered from an index', async () => {
    const collection = service.database.collection('courses');
    const orders = [
      { publishedAt: -1 },
      { studentCount: -1 },
      { 'rating.average': -1 },
      { 'price.amount': 1 },
    ] as const;
    const filters = [{}, { categoryId: newId() }, { words: { $elemMatch: { $gte: 'py', $lt: 'pz' } } }];
    for (const order of orders)
      for (const filter of filters) {
        const [[, direction] = []] = Object.entries(order);
        const plan = await collection
          .find({ status: 'published', ...filter })
          .sort({ ...order, _id: direction } as Record<string, 1 | -1>)
          .explain();
        const text = JSON.stringify(plan);
        expect(text).toMatch(/status_1|words_1/);
        expect(text).not.toMatch(/COLLSCAN|Seq Scan/);
      }
  });

  test.each([
    'q=',
    `q=${'x'.repeat(101)}`,
    'q[$regex]=.*',
    'category=a b',
    'category[$ne]=x',
    'level=expert',
    'level=advanced&level=beginner',
    'language=english',
    'priceMin=-1',
    'priceMin=x',
    'priceMax=1.5',
    'ratingMin=6',
    'sort=price',
    'facets=yes',
    'cursor=WyJ4IiwieSJd&sort=popular',
    'cursor=WyJ4IiwieSJd&sort=price-low',
    'unknown=1',
  ])('refuses %s', async (query) => {
    expect(await ask(query)).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  });
});
