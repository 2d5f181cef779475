import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  courseDeleted,
  courseUnpublished,
  enrollmentRevoked,
  ratingUpdated,
  reviewPublished,
} from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import { answerNothing, type Person, type RatingTestService, startRatingService } from './rating-fixture.ts';

describe('reviewing a course', () => {
  let service: RatingTestService;
  let courseId: string;
  beforeAll(async () => {
    service = await startRatingService();
  });
  afterAll(() => service.kit.stop());

  const questions = (app: string) => service.kit.sidecar.invocations.filter((call) => call.app === app).length;
  const stored = (id: string) => service.documents('reviews').findOne({ _id: id });
  const ratingNewsOf = (course: string) =>
    service.kit.sidecar.publishedOf(ratingUpdated).filter(({ aggregateId }) => aggregateId === course);
  const reviewNewsOf = (course: string) =>
    service.kit.sidecar.publishedOf(reviewPublished).filter((news) => news.courseId === course);

  describe('by somebody who is enrolled', () => {
    let learner: Person;
    let instructorId: string;
    beforeAll(async () => {
      ({ id: courseId, instructorId } = await service.course({ title: 'Knots' }));
      learner = await service.learner(courseId);
    });

    test('publishes it, counts it, and tells the others; nobody is asked', async () => {
      const asked = service.kit.sidecar.invocations.filter(({ path }) => path.startsWith('/internal')).length;
      const { status, body } = await service.put(learner, courseId, 4, '  Clear & <b>bold</b>\r\nto the end ');
      expect(status).toBe(200);
      expect(body).toEqual({
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        courseId,
        rating: 4,
        text: 'Clear & <b>bold</b>\nto the end',
        author: { accountId: learner.accountId, firstName: 'Asha', lastName: 'Rao' },
        createdAt: expect.any(String),
      });
      expect(service.kit.sidecar.invocations.filter(({ path }) => path.startsWith('/internal'))).toHaveLength(asked);
      expect(await service.list(courseId)).toMatchObject({
        status: 200,
        body: {
          items: [body],
          summary: { average: 4, count: 1, histogram: { 1: 0, 2: 0, 3: 0, 4: 1, 5: 0 } },
        },
      });
      expect(await service.mine(learner, courseId)).toMatchObject({ status: 200, body });
      await service.kit.relay();
      expect(reviewNewsOf(courseId)).toEqual([
        { aggregateId: body.id, version: 1, courseId, courseTitle: 'Knots', instructorId, rating: 4, text: body.text },
      ]);
      expect(ratingNewsOf(courseId)).toEqual([
        { aggregateId: courseId, version: 1, average: 4, count: 1, histogram: { 1: 0, 2: 0, 3: 0, 4: 1, 5: 0 } },
      ]);
    });

    test('changes it in place; a text that is left out is gone, and the instructor gets no second mail', async () => {
      const before = (await service.mine(learner, courseId)).body;
      const { body } = await service.put(learner, courseId, 2);
      expect(body).toEqual({ ...before, rating: 2, text: undefined, changedAt: expect.any(String) });
      expect(await stored(body.id)).not.toHaveProperty('text');
      expect(await service.documents('reviews').countDocuments({ courseId })).toBe(1);
      expect(await service.summary(courseId)).toEqual({
        average: 2,
        count: 1,
        histogram: { 1: 0, 2: 1, 3: 0, 4: 0, 5: 0 },
      });
      await service.kit.relay();
      expect(reviewNewsOf(courseId)).toHaveLength(1);
      expect(ratingNewsOf(courseId).map(({ version, average }) => [version, average])).toEqual([
        [1, 4],
        [2, 2],
      ]);
    });

    test('the same again changes nothing', async () => {
      const before = await service.documents('reviews').findOne({ courseId });
      expect((await service.put(learner, courseId, 2)).status).toBe(200);
      expect(await service.documents('reviews').findOne({ courseId })).toEqual(before);
    });

    test('taken back, it is nowhere; a tombstone without its words stays', async () => {
      const { body } = await service.put(learner, courseId, 1, 'Hm');
      expect((await service.remove(learner, courseId)).status).toBe(204);
      expect(await stored(body.id)).toEqual({
        _id: body.id,
        version: expect.any(Number),
        state: 'removed',
        courseId,
        accountId: learner.accountId,
        createdAt: expect.any(Date),
      });
      expect((await service.list(courseId)).body).toMatchObject({ items: [], summary: { average: 0, count: 0 } });
      expect(await service.mine(learner, courseId)).toMatchObject({ status: 404, body: { code: 'review.not-found' } });
      expect((await service.remove(learner, courseId)).body.code).toBe('review.not-found');
      await service.kit.relay();
      expect(ratingNewsOf(courseId).at(-1)).toMatchObject({ average: 0, count: 0 });
    });

    test('written anew, it is there again as a new one, under the same id and without a second mail', async () => {
      const [tombstone] = await service.documents('reviews').find({ courseId }).toArray();
      const { body } = await service.put(learner, courseId, 5, 'After all');
      expect(body).toMatchObject({ id: tombstone?._id, rating: 5, text: 'After all' });
      expect(body).not.toHaveProperty('changedAt');
      expect(new Date(body.createdAt) > (tombstone?.createdAt as Date)).toBe(true);
      expect((await stored(body.id))?.version).toBe((tombstone?.version as number) + 1);
      await service.kit.relay();
      expect(reviewNewsOf(courseId)).toHaveLength(1);
      expect(ratingNewsOf(courseId).at(-1)).toMatchObject({ average: 5, count: 1 });
    });
  });

  describe('who may', () => {
    beforeAll(async () => {
      ({ id: courseId } = await service.course());
    });

    test('nobody who is not enrolled, by the word of payment-service', async () => {
      const stranger = await service.learner();
      expect(await service.put(stranger, courseId, 1)).toMatchObject({
        status: 403,
        body: { code: 'enrollment.required' },
      });
      expect(service.kit.sidecar.invocations.at(-1)?.path).toBe(
        `/internal/enrollments/${stranger.accountId}/${courseId}`,
      );
      expect(await service.documents('reviews').countDocuments({ courseId })).toBe(0);
    });

    test('who bought a moment ago, by the word of payment-service', async () => {
      service.kit.sidecar.respond('payment-service', 'GET /internal/enrollments/', () => ({
        status: 200,
        body: { enrolled: true, enrolledAt: '2026-02-03T04:05:06.000Z', version: 1 },
      }));
      expect((await service.put(await service.learner(), courseId, 3)).status).toBe(200);
      answerNothing(service.kit);
    });

    test('when nobody can tell, it is unavailable and not refused, and nothing is written', async () => {
      service.kit.sidecar.respond('payment-service', 'GET /internal/enrollments/', () => ({ status: 500 }));
      const { accountId, token } = await service.learner();
      expect(await service.put({ accountId, token }, courseId, 1)).toMatchObject({
        status: 503,
        body: { code: 'service.unavailable' },
      });
      expect(await service.documents('reviews').countDocuments({ accountId })).toBe(0);
      answerNothing(service.kit);
    });

    test('nobody whose enrolment was revoked; what was said before stays', async () => {
      const learner = await service.learner(courseId);
      expect((await service.put(learner, courseId, 5)).status).toBe(200);
      await service.kit.deliver(enrollmentRevoked, {
        aggregateId: `${learner.accountId}:${courseId}`,
        version: 2,
        accountId: learner.accountId,
        courseId,
        revokedAt: new Date().toISOString(),
      });
      await service.enroll(learner.accountId, courseId, 1); // an old event, late
      expect((await service.put(learner, courseId, 1)).body.code).toBe('enrollment.required');
      expect((await service.mine(learner, courseId)).body.rating).toBe(5);
      expect((await service.remove(learner, courseId)).status).toBe(204);
    });

    test("never the course's own instructor, though enrolled", async () => {
      const instructor = await service.learner();
      const { id } = await service.course({ instructorId: instructor.accountId });
      await service.enroll(instructor.accountId, id);
      expect(await service.put(instructor, id, 5)).toMatchObject({ status: 403, body: { code: 'review.own-course' } });
    });

    test('an enrolment in one course opens no other, and a review of one is not one of the other', async () => {
      const { id: other } = await service.course();
      const learner = await service.learner(courseId);
      await service.put(learner, courseId, 5);
      expect((await service.put(learner, other, 5)).body.code).toBe('enrollment.required');
      expect((await service.mine(learner, other)).body.code).toBe('review.not-found');
      expect((await service.remove(learner, other)).body.code).toBe('review.not-found');
      expect((await service.mine(learner, courseId)).status).toBe(200);
    });

    test('nobody without a session', async () => {
      for (const method of ['GET', 'PUT', 'DELETE'])
        expect((await service.kit.call(method, `/courses/${courseId}/reviews/mine`)).status).toBe(401);
    });
  });

  describe('a course', () => {
    const answerOffer = (courseIdOfOffer: string, instructorId: string, onSale: boolean) =>
      service.kit.sidecar.respond('course-service', 'GET /internal/courses/', () => ({
        status: 200,
        body: {
          courseId: courseIdOfOffer,
          version: 3,
          slug: 'late',
          title: 'Late',
          price: { amount: 0, currency: 'INR' },
          instructorId,
          onSale,
        },
      }));

    test('that nobody knows is not found', async () => {
      expect(await service.put(await service.learner(), newId(), 5)).toMatchObject({
        status: 404,
        body: { code: 'course.not-found' },
      });
    });

    test('whose news did not come yet is known by the word of course-service, which is kept', async () => {
      const late = newId();
      const learner = await service.learner(late);
      answerOffer(late, newId(), true);
      expect((await service.put(learner, late, 5)).status).toBe(200);
      answerNothing(service.kit);
      const asked = questions('course-service');
      expect((await service.put(learner, late, 4)).status).toBe(200);
      expect(questions('course-service')).toBe(asked);
    });

    test('that is off sale is reviewed by who is enrolled, and is not found by others, its instructor aside', async () => {
      const [late, instructor] = [newId(), await service.learner()];
      answerOffer(late, instructor.accountId, false);
      expect((await service.put(await service.learner(late), late, 5)).status).toBe(200);
      expect((await service.put(await service.learner(), late, 5)).body.code).toBe('course.not-found');
      expect((await service.put(instructor, late, 5)).body.code).toBe('review.own-course');
      answerNothing(service.kit);
    });

    test('of which the end came first is known by the word of course-service', async () => {
      const late = newId();
      const learner = await service.learner(late);
      await service.kit.deliver(courseUnpublished, { aggregateId: late, version: 3 });
      expect(await service.kit.deliver(courseDeleted, { aggregateId: newId(), version: 3 })).toBe(200);
      expect((await service.put(learner, late, 5)).body.code).toBe('course.not-found');
      answerOffer(late, newId(), false);
      expect((await service.put(learner, late, 5)).status).toBe(200);
      answerNothing(service.kit);
    });

    test('that cannot be asked for makes it unavailable', async () => {
      service.kit.sidecar.respond('course-service', 'GET /internal/courses/', () => ({ status: 500 }));
      expect((await service.put(await service.learner(), newId(), 5)).body.code).toBe('service.unavailable');
      answerNothing(service.kit);
    });

    test('keeps its newest state, however its news come', async () => {
      const [first, second] = [newId(), await service.learner()];
      const { id } = await service.course({ instructorId: second.accountId, version: 5 });
      await service.course({ id, instructorId: first, version: 4 });
      await service.enroll(second.accountId, id);
      expect((await service.put(second, id, 5)).body.code).toBe('review.own-course');
    });
  });

  describe('an author', () => {
    beforeAll(async () => {
      ({ id: courseId } = await service.course());
    });
    const newcomer = async (): Promise<Person> => {
      const accountId = newId();
      await service.enroll(accountId, courseId);
      return { accountId, token: service.kit.tokens.tokenOf(accountId) };
    };
    const answerAccount = (id: string) =>
      service.kit.sidecar.respond('auth-service', 'GET /internal/accounts/', () => ({
        status: 200,
        body: {
          id,
          email: 'new@studynotion.example',
          firstName: 'Nila',
          lastName: 'Das',
          role: 'student',
          approved: true,
          version: 1,
        },
      }));

    test('whose profile is not known yet gets the name of the account; of the address nothing is kept', async () => {
      const person = await newcomer();
      answerAccount(person.accountId);
      const { body } = await service.put(person, courseId, 5);
      expect(body.author).toEqual({ accountId: person.accountId, firstName: 'Nila', lastName: 'Das' });
      expect(await service.documents('people').findOne({ _id: person.accountId })).toEqual({
        _id: person.accountId,
        version: 0,
        firstName: 'Nila',
        lastName: 'Das',
      });
      answerNothing(service.kit);
    });

    test('whose account is gone writes nothing', async () => {
      const person = await newcomer();
      expect(await service.put(person, courseId, 5)).toMatchObject({ status: 401, body: { code: 'session.invalid' } });
      expect(await service.documents('reviews').countDocuments({ accountId: person.accountId })).toBe(0);
    });

    test('who cannot be asked for makes it unavailable, and nothing is written', async () => {
      const person = await newcomer();
      service.kit.sidecar.respond('auth-service', 'GET /internal/accounts/', () => ({ status: 500 }));
      expect((await service.put(person, courseId, 5)).body.code).toBe('service.unavailable');
      expect(await service.documents('reviews').countDocuments({ accountId: person.accountId })).toBe(0);
      answerNothing(service.kit);
    });
  });

  describe('what is wrong', () => {
    let learner: Person;
    beforeAll(async () => {
      ({ id: courseId } = await service.course());
      learner = await service.learner(courseId);
    });
    const putRaw = (body: unknown, course = courseId) =>
      service.kit.call('PUT', `/courses/${course}/reviews/mine`, { token: learner.token, body });

    test.each([
      ['no rating', { text: 'x' }],
      ['no star', { rating: 0 }],
      ['six stars', { rating: 6 }],
      ['half a star', { rating: 4.5 }],
      ['stars as text', { rating: '5' }],
      ['an operator as rating', { rating: { $gt: 0 } }],
      ['an empty text', { rating: 5, text: '' }],
      ['a text of spaces', { rating: 5, text: ' \n ' }],
      ['a text that is too long', { rating: 5, text: 'x'.repeat(2001) }],
      ['a text with a control character', { rating: 5, text: 'a\u0000b' }],
      ['an operator as text', { rating: 5, text: { $ne: '' } }],
      ['a field that is not there', { rating: 5, state: 'published' }],
      ["somebody else's account", { rating: 5, accountId: newId() }],
      ['a list', [{ rating: 5 }]],
    ])('is refused: %s', async (_what, body) => {
      expect(await putRaw(body)).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
      expect(await service.documents('reviews').countDocuments({ courseId })).toBe(0);
    });

    test('is refused: an id that is none', async () => {
      for (const course of ['x', '%24where', '%7B%22%24gt%22%3A%22%22%7D'])
        expect((await putRaw({ rating: 5 }, course)).status).toBe(400);
    });

    test('is not a text of exactly 2000 characters, in any script', async () => {
      const text = 'अ'.repeat(2000);
      expect((await putRaw({ rating: 5, text })).body.text).toBe(text);
    });
  });
});
