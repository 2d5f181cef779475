import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ratingUpdated, reviewPublished } from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { RatingRepository } from '../src/data/rating-repository.ts';
import { ReviewRepository } from '../src/data/review-repository.ts';
import { expectExactRating } from './exact-rating.ts';
import { type Person, type RatingTestService, startRatingService } from './rating-fixture.ts';

const AT_ONCE = 50;
// For a machine that is busy with other things too.
jest.setTimeout(60_000);

describe('two replicas', () => {
  let one: RatingTestService;
  let two: RatingTestService;
  let stopTwo: () => Promise<void>;
  beforeAll(async () => {
    one = await startRatingService();
    ({ replica: two, stop: stopTwo } = await one.startReplica());
  });
  afterAll(async () => {
    await stopTwo();
    await one.kit.stop();
  });

  const learners = async (courseId: string, howMany: number) =>
    Promise.all(Array.from({ length: howMany }, () => one.learner(courseId)));
  const settled = (courseId: string) =>
    waitUntil(
      'nothing unsettled',
      async () => (await one.documents('reviews').countDocuments({ courseId, unsettled: true })) === 0,
      30,
    );
  const newsOf = (courseId: string) =>
    one.kit.sidecar.publishedOf(ratingUpdated).filter(({ aggregateId }) => aggregateId === courseId);

  test(`count ${AT_ONCE} reviews that come at once exactly, and tell the instructor of each once`, async () => {
    const { id } = await one.course();
    const people = await learners(id, AT_ONCE);
    const answers = await Promise.all(
      people.map((person, place) => (place % 2 === 0 ? one : two).put(person, id, (place % 5) + 1, 'Words')),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    // Each of them is counted when it is answered, so nothing has to be waited for.
    expect(await one.summary(id)).toEqual({
      average: 3,
      count: AT_ONCE,
      histogram: { 1: 10, 2: 10, 3: 10, 4: 10, 5: 10 },
    });
    await expectExactRating(one.kit.database, id);
    await one.kit.relay();
    const told = one.kit.sidecar.publishedOf(reviewPublished).filter(({ courseId }) => courseId === id);
    expect(new Set(told.map(({ aggregateId }) => aggregateId)).size).toBe(AT_ONCE);
  });

  test(`make one review of ${AT_ONCE} by one person at once, which is what one of them said`, async () => {
    const { id } = await one.course();
    const person = await one.learner(id);
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, place) =>
        (place % 2 === 0 ? one : two).put(person, id, (place % 5) + 1, `Word ${place}`),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const [review, ...others] = await one.documents('reviews').find({ courseId: id }).toArray();
    expect(others).toEqual([]);
    expect(review).toMatchObject({ version: AT_ONCE, state: 'published' });
    expect(answers.map(({ body }) => body.text)).toContain(review?.text);
    await expectExactRating(one.kit.database, id);
    await one.kit.relay();
    const told = one.kit.sidecar.publishedOf(reviewPublished).filter(({ courseId }) => courseId === id);
    expect(new Set(told.map(({ aggregateId }) => aggregateId))).toEqual(new Set([review?._id]));
  });

  test('come to exactly the visible rows after a storm of changes, removals and deleted accounts', async () => {
    const courses = [(await one.course()).id, (await one.course()).id];
    const people = await Promise.all(Array.from({ length: 20 }, () => one.learner(...courses)));
    const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(Math.random() * items.length)] as Item;
    const act = async () => {
      const [service, person, courseId] = [pick([one, two]), pick(people), pick(courses)];
      const dice = Math.random();
      if (dice < 0.6) return (await service.put(person, courseId, pick([1, 2, 3, 4, 5]))).status;
      if (dice < 0.97) return (await service.remove(person, courseId)).status;
      await service.deleteAccount(person.accountId);
      return 200;
    };
    for (let round = 0; round < 6; round += 1) {
      const statuses = await Promise.all(Array.from({ length: AT_ONCE }, act));
      for (const status of statuses) expect([200, 204, 401, 403, 404]).toContain(status);
    }
    for (const courseId of courses) {
      await settled(courseId);
      await expectExactRating(one.kit.database, courseId);
      await one.kit.relay();
      const last = newsOf(courseId).reduce((latest, news) => (news.version > latest.version ? news : latest));
      const { aggregateId: _, version: __, ...numbers } = last;
      expect(await one.summary(courseId)).toEqual(numbers);
    }
    expect(await one.documents('reviews').countDocuments()).toBe(
      (await one.documents('reviews').distinct('_id')).length,
    );
  });

  /** Holds the next count after it has counted. */
  const holdCount = () => {
    const counted = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const count = ReviewRepository.prototype.count;
    const held = jest.spyOn(ReviewRepository.prototype, 'count').mockImplementationOnce(async function (
      this: ReviewRepository,
      courseId: string,
    ) {
      const counts = await count.call(this, courseId);
      counted.resolve();
      await released.promise;
      return counts;
    });
    const release = () => {
      released.resolve();
      held.mockRestore();
    };
    return { counted: counted.promise, release };
  };

  test('do not let a slow count overwrite a later one, even where that found nothing new', async () => {
    const { id } = await one.course();
    await one.put(await one.learner(id), id, 3);
    const person = await one.learner(id);
    const { counted, release } = holdCount();
    const put = one.put(person, id, 5); // counts both reviews, and is held before it writes that
    await counted;
    expect((await two.remove(person, id)).status).toBe(204); // counts one, as many as the rating says already
    release();
    await put;
    expect(await one.summary(id)).toMatchObject({ average: 3, count: 1 });
    await expectExactRating(one.kit.database, id);
  });

  test('count a review that comes while they count before it is answered', async () => {
    const { id } = await one.course();
    const [early, late] = [await one.learner(id), await one.learner(id)];
    const { counted, release } = holdCount();
    const first = one.put(early, id, 5);
    await counted;
    const second = one.put(late, id, 4);
    await waitUntil(
      'both are written',
      async () => (await one.documents('reviews').countDocuments({ courseId: id })) === 2,
    );
    release();
    await Promise.all([first, second]);
    expect(await one.summary(id)).toMatchObject({ average: 4.5, count: 2 });
  });

  test('do not take a review for settled that was written again meanwhile', async () => {
    const { id } = await one.course();
    const person = await one.learner(id);
    const markSettled = ReviewRepository.prototype.markSettled;
    const late = jest.spyOn(ReviewRepository.prototype, 'markSettled').mockImplementationOnce(async function (
      this: ReviewRepository,
      ...given: Parameters<typeof markSettled>
    ) {
      const replace = jest.spyOn(RatingRepository.prototype, 'replace').mockRejectedValueOnce(new Error('gone'));
      await two.put(person, id, 1); // written, and not counted
      replace.mockRestore();
      return markSettled.apply(this, given);
    });
    await one.put(person, id, 5);
    late.mockRestore();
    await settled(id);
    expect(await one.summary(id)).toMatchObject({ average: 1, count: 1 });
    await expectExactRating(one.kit.database, id);
  });

  test('leave to the sweep what cannot be counted at once; the review is taken all the same', async () => {
    const { id } = await one.course();
    const person: Person = await one.learner(id);
    const replace = jest.spyOn(RatingRepository.prototype, 'replace').mockRejectedValueOnce(new Error('gone'));
    expect((await one.put(person, id, 2)).status).toBe(200);
    replace.mockRestore();
    await settled(id);
    await expectExactRating(one.kit.database, id);
    expect(await one.summary(id)).toMatchObject({ average: 2, count: 1 });
  });

  test('settle the other courses where one cannot be counted', async () => {
    const [stuck, other] = [(await one.course()).id, (await one.course()).id];
    const person = await one.learner(stuck, other);
    const original = RatingRepository.prototype.replace;
    let failures = 0;
    const replace = jest.spyOn(RatingRepository.prototype, 'replace').mockImplementation(async function (
      this: RatingRepository,
      ...given: Parameters<typeof original>
    ) {
      failures += 1;
      if (given[0].courseId === stuck || failures <= 2) throw new Error('gone');
      return original.apply(this, given);
    });
    await one.put(person, stuck, 1);
    await one.put(person, other, 2);
    await settled(other);
    expect(await one.documents('reviews').countDocuments({ courseId: stuck, unsettled: true })).toBe(1);
    replace.mockRestore();
    await settled(stuck);
    await expectExactRating(one.kit.database, stuck);
  });
});
