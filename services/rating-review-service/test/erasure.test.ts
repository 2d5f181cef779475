import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { profileChanged, ratingAccountErased } from '@studynotion/contracts';
import { EnrollmentRepository } from '../src/data/enrollment-repository.ts';
import { ReviewRepository } from '../src/data/review-repository.ts';
import { type RatingTestService, startRatingService } from './rating-fixture.ts';

describe('a deleted account', () => {
  let service: RatingTestService;
  let courseId: string;
  beforeAll(async () => {
    service = await startRatingService();
    ({ id: courseId } = await service.course());
  });
  afterAll(() => service.kit.stop());

  const receiptsOf = (accountId: string) =>
    service.kit.sidecar.publishedOf(ratingAccountErased).filter(({ aggregateId }) => aggregateId === accountId);
  /** Everything that is stored here, as text, but for the tombstone. */
  const everythingButTombstones = async () =>
    JSON.stringify([
      await service.documents('reviews').find().toArray(),
      await service.documents('ratings').find().toArray(),
      await service.documents('enrollments').find().toArray(),
      await service
        .documents('people')
        .find({ deletedAt: { $exists: false } })
        .toArray(),
    ]);

  test('leaves its reviews behind, without an author; nothing else is left, and there is one receipt', async () => {
    const learner = await service.learner(courseId);
    const review = (await service.put(learner, courseId, 5, 'Worth it')).body;
    expect((await service.featured())[0]?.id).toBe(review.id);

    for (let delivery = 0; delivery < 3; delivery += 1) await service.deleteAccount(learner.accountId);
    await service.kit.relay();

    const { author, ...words } = review;
    expect(author).toMatchObject({ firstName: 'Asha' });
    expect((await service.list(courseId)).body).toMatchObject({ items: [words], summary: { average: 5, count: 1 } });
    expect((await service.list(courseId)).body.items[0]).not.toHaveProperty('author');
    expect((await service.featured()).map(({ id }) => id)).not.toContain(review.id);
    expect(await everythingButTombstones()).not.toContain(learner.accountId);
    expect(await service.documents('people').findOne({ _id: learner.accountId })).toEqual({
      _id: learner.accountId,
      version: Number.MAX_SAFE_INTEGER,
      deletedAt: expect.any(Date),
      erasedAt: expect.any(Date),
    });
    expect(receiptsOf(learner.accountId)).toEqual([
      { aggregateId: learner.accountId, version: 1, erasedAt: expect.any(String) },
    ]);
  });

  test('of which late news come is not known again', async () => {
    const learner = await service.learner(courseId);
    await service.deleteAccount(learner.accountId);
    const late = { aggregateId: learner.accountId, version: 99, firstName: 'Asha', lastName: 'Rao' };
    expect(await service.kit.deliver(profileChanged, late)).toBe(200);
    await service.enroll(learner.accountId, courseId, 99);
    expect(await everythingButTombstones()).not.toContain(learner.accountId);
    expect(await service.documents('people').findOne({ _id: learner.accountId })).not.toHaveProperty('firstName');
  });

  test('writes no more reviews with a token that is still good, and takes none back', async () => {
    const learner = await service.learner(courseId);
    await service.put(learner, courseId, 5);
    await service.deleteAccount(learner.accountId);
    service.kit.sidecar.respond('payment-service', 'GET /internal/enrollments/', () => ({
      status: 200,
      body: { enrolled: true, enrolledAt: '2026-02-03T04:05:06.000Z', version: 1 },
    }));
    expect(await service.put(learner, courseId, 1)).toMatchObject({ status: 401, body: { code: 'session.invalid' } });
    expect((await service.mine(learner, courseId)).body.code).toBe('review.not-found');
    expect((await service.remove(learner, courseId)).body.code).toBe('review.not-found');
    expect(await everythingButTombstones()).not.toContain(learner.accountId);
  });

  test('that is erased in the middle of a review leaves no trace in it', async () => {
    const learner = await service.learner(courseId);
    const create = ReviewRepository.prototype.create;
    const slow = jest.spyOn(ReviewRepository.prototype, 'create').mockImplementationOnce(async function (
      this: ReviewRepository,
      ...given: Parameters<typeof create>
    ) {
      await service.deleteAccount(learner.accountId); // in full, after the review was allowed and before it is written
      return create.apply(this, given);
    });
    expect((await service.put(learner, courseId, 3, 'Too late')).status).toBe(200);
    slow.mockRestore();
    expect(await everythingButTombstones()).not.toContain(learner.accountId);
    const { items } = (await service.list(courseId)).body;
    expect(items[0]).toMatchObject({ rating: 3, text: 'Too late' });
    expect(items[0]).not.toHaveProperty('author');
  });

  test('whose erasure fails half-way is erased by the repetition, and only then is there a receipt', async () => {
    const learner = await service.learner(courseId);
    await service.put(learner, courseId, 4);
    const forget = jest.spyOn(EnrollmentRepository.prototype, 'forget').mockRejectedValueOnce(new Error('gone'));
    await expect(service.deleteAccount(learner.accountId)).rejects.toThrow(/500/);
    forget.mockRestore();
    await service.kit.relay();
    expect(receiptsOf(learner.accountId)).toEqual([]);
    await service.deleteAccount(learner.accountId);
    await service.kit.relay();
    expect(receiptsOf(learner.accountId)).toHaveLength(1);
    expect(await everythingButTombstones()).not.toContain(learner.accountId);
  });
});
