import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { courseDeleted, courseUnpublished, profileChanged, type Review } from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import { type RatingTestService, startRatingService } from './rating-fixture.ts';

describe('the lists', () => {
  let service: RatingTestService;
  beforeAll(async () => {
    service = await startRatingService();
  });
  afterAll(() => service.kit.stop());

  /** Writes one review after the other, each by somebody else, each a second later than the one before. */
  const write = async (courseId: string, ...opinions: readonly (readonly [rating: number, text?: string])[]) => {
    const reviews: Review[] = [];
    for (const [rating, text] of opinions) {
      service.kit.clock.advance(1);
      reviews.push((await service.put(await service.learner(courseId), courseId, rating, text)).body);
    }
    return reviews;
  };

  describe('of a course’s reviews', () => {
    let courseId: string;
    let written: readonly Review[];
    beforeAll(async () => {
      ({ id: courseId } = await service.course());
      written = await write(courseId, [3], [5], [1], [5, 'Fine'], [3], [1], [4]);
      const { id: other } = await service.course();
      await write(other, [2]);
    });

    const order = {
      newest: [6, 5, 4, 3, 2, 1, 0],
      highest: [3, 1, 6, 4, 0, 5, 2],
      lowest: [5, 2, 4, 0, 6, 3, 1],
    } as const;
    const idsOf = (items: readonly Review[]) => items.map(({ id }) => id);
    const pages = async (query: string) => {
      const found: string[][] = [];
      for (let cursor = ''; ; ) {
        const { body } = await service.list(courseId, `?${query}${cursor}`);
        found.push(idsOf(body.items));
        if (body.nextCursor === undefined) return found;
        cursor = `&cursor=${body.nextCursor}`;
      }
    };

    test.each(Object.entries(order))('is sorted by %s, the newest of those alike first', async (sort, places) => {
      expect(idsOf((await service.list(courseId, `?sort=${sort}`)).body.items)).toEqual(
        places.map((place) => written[place]?.id),
      );
    });

    test.each(Object.entries(order))('goes on page by page: %s', async (sort, places) => {
      const found = await pages(`sort=${sort}&limit=2`);
      expect(found.map(({ length }) => length)).toEqual([2, 2, 2, 1]);
      expect(found.flat()).toEqual(places.map((place) => written[place]?.id));
    });

    test('is sorted by newest without being told', async () => {
      expect((await pages('limit=3')).flat()).toEqual(order.newest.map((place) => written[place]?.id));
    });

    test('loses and repeats none where several were written in the same moment', async () => {
      const { id } = await service.course();
      await write(id, [4], [4], [4], [4], [4]);
      await service.documents('reviews').updateMany({ courseId: id }, { $set: { createdAt: new Date() } });
      for (const sort of Object.keys(order)) {
        const seen: string[] = [];
        let cursor = '';
        for (;;) {
          const { body } = await service.list(id, `?sort=${sort}&limit=2${cursor}`);
          seen.push(...idsOf(body.items));
          if (body.nextCursor === undefined) break;
          cursor = `&cursor=${body.nextCursor}`;
        }
        expect([seen.length, new Set(seen).size]).toEqual([5, 5]);
      }
    });

    test('says what all of them come to, on every page', async () => {
      const summary = { average: 3.1, count: 7, histogram: { 1: 2, 2: 0, 3: 2, 4: 1, 5: 2 } };
      const first = (await service.list(courseId, '?limit=2')).body;
      expect(first.summary).toEqual(summary);
      expect((await service.list(courseId, `?limit=2&cursor=${first.nextCursor}`)).body.summary).toEqual(summary);
    });

    test('is empty for a course without reviews, and for one that nobody knows', async () => {
      const { id } = await service.course();
      for (const course of [id, newId()]) {
        expect(await service.list(course)).toMatchObject({
          status: 200,
          body: { items: [], summary: { average: 0, count: 0, histogram: { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 } } },
        });
      }
    });

    test('shows the author’s present name and picture', async () => {
      const { id } = await service.course();
      const learner = await service.learner(id);
      await service.put(learner, id, 4);
      const pictureUrl = 'https://pictures.example/asha.jpg';
      const news = { aggregateId: learner.accountId, firstName: 'Asha', lastName: 'Iyer', pictureUrl };
      await service.kit.deliver(profileChanged, { ...news, version: 3 });
      await service.kit.deliver(profileChanged, { ...news, version: 2, lastName: 'Old', pictureUrl: undefined });
      expect((await service.list(id)).body.items[0].author).toEqual({
        accountId: learner.accountId,
        firstName: 'Asha',
        lastName: 'Iyer',
        pictureUrl,
      });
      await service.kit.deliver(profileChanged, { ...news, version: 4, pictureUrl: undefined });
      expect((await service.list(id)).body.items[0].author).not.toHaveProperty('pictureUrl');
    });

    test('refuses a cursor of another list, and one that is none', async () => {
      const cursorOf = async (sort: string) =>
        (await service.list(courseId, `?limit=1&sort=${sort}`)).body.nextCursor as string;
      const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
      for (const query of [
        `sort=newest&cursor=${await cursorOf('highest')}`,
        `sort=highest&cursor=${await cursorOf('newest')}`,
        'cursor=x',
        'cursor[$ne]=',
        `sort=highest&cursor=${forged(['9 2026-01-01T00:00:00.000Z', 'a'])}`,
        `sort=highest&cursor=${forged(['5 yesterday', 'a'])}`,
        `sort=lowest&cursor=${forged([{ $gt: '' }, 'a'])}`,
        'sort=worst',
        'limit=0',
        'limit=101',
        'rating=5',
      ])
        expect([query, (await service.list(courseId, `?${query}`)).status]).toEqual([query, 400]);
    });
  });

  describe('of featured reviews', () => {
    const featuredIds = async () => (await service.featured()).map(({ id }) => id);

    test('shows the newest good one with a text of each course, newest first, with its course', async () => {
      const [one, two] = [await service.course({ title: 'Knots' }), await service.course({ title: 'Ropes' })];
      const ofOne = await write(one.id, [5, 'Old'], [4, 'New'], [3, 'Middling'], [5]);
      const ofTwo = await write(two.id, [5, 'Also good'], [1, 'Not for me']);
      expect(await service.featured()).toEqual([
        { ...ofTwo[0], courseTitle: 'Ropes', courseSlug: two.slug },
        { ...ofOne[1], courseTitle: 'Knots', courseSlug: one.slug },
        expect.objectContaining({ text: 'Fine' }),
      ]);
      expect(await service.featured()).toEqual(await service.featured());
    });

    test('follows what becomes of a review', async () => {
      const { id } = await service.course();
      const author = await service.learner(id);
      const before = await featuredIds();
      const { body } = await service.put(author, id, 5, 'Good');
      expect(await featuredIds()).toEqual([body.id, ...before]);
      await service.put(author, id, 5);
      expect(await featuredIds()).toEqual(before);
      await service.put(author, id, 4, 'Good all the same');
      expect((await service.featured())[0]).toMatchObject({ id: body.id, rating: 4, text: 'Good all the same' });
      await service.remove(author, id);
      expect(await featuredIds()).toEqual(before);
    });

    test('leaves out courses that are off sale, until they are on sale again', async () => {
      const [one, two] = [await service.course(), await service.course()];
      const before = await featuredIds();
      const [first] = await write(one.id, [5, 'Of one']);
      const [second] = await write(two.id, [5, 'Of two']);
      expect(await featuredIds()).toEqual([second?.id, first?.id, ...before]);
      await service.kit.deliver(courseUnpublished, { aggregateId: one.id, version: 3 });
      await service.kit.deliver(courseDeleted, { aggregateId: two.id, version: 3 });
      await service.course({ id: one.id, version: 2 }); // old news, late
      expect(await featuredIds()).toEqual(before);
      await service.course({ id: one.id, version: 4 });
      expect(await featuredIds()).toEqual([first?.id, ...before]);
    });

    test('shows a handful and leaves the rest', async () => {
      for (let course = 0; course < 10; course += 1) await write((await service.course()).id, [5, `Good ${course}`]);
      const shown = await service.featured();
      expect(shown.map(({ text }) => text)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1].map((course) => `Good ${course}`));
      expect(new Set(shown.map(({ courseId }) => courseId)).size).toBe(9);
    });
  });
});
