import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  accountDeleted,
  courseAccountErased,
  courseDeleted,
  courseUnpublished,
  enrollmentRevoked,
  profileChanged,
  ratingUpdated,
} from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import type { TestService } from '@studynotion/service-kit/testing';
import { anAuthor, answerIncome, coursePage, enrol, startCourseService } from './course-fixture.ts';

describe('people and figures', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startCourseService();
  });
  afterAll(() => service.stop());

  const rupees = (amount: number) => ({ amount: amount * 100, currency: 'INR' as const });
  const deleteAccount = (accountId: string) =>
    service.deliver(accountDeleted, {
      aggregateId: accountId,
      version: 9,
      email: 'gone@studynotion.example',
      firstName: 'Gone',
      deletedAt: '2026-01-01T00:00:00.000Z',
    });
  const studentsOf = async (slug: string) => (await coursePage(service, slug)).studentCount;

  describe('the number of students', () => {
    test('is right after many enrolments at once, each delivered three times', async () => {
      const { id, slug } = await anAuthor(service).onSale('Crowded');
      const students = Array.from({ length: 20 }, () => newId());
      await Promise.all([...students, ...students, ...students].map((accountId) => enrol(service, accountId, id)));
      expect(await studentsOf(slug)).toBe(20);
    });

    test('goes down with a refund, whichever event comes first, and takes the access with it', async () => {
      const { id, slug } = await anAuthor(service).onSale('Refunded');
      const accountId = newId();
      const revoke = (version: number) =>
        service.deliver(enrollmentRevoked, {
          aggregateId: `${accountId}:${id}`,
          version,
          accountId,
          courseId: id,
          revokedAt: '2026-01-01T00:00:00.000Z',
        });
      await revoke(2);
      await enrol(service, accountId, id);
      expect(await studentsOf(slug)).toBe(0);
      const token = service.tokens.tokenOf(accountId);
      expect((await service.call('GET', `/learning/${id}`, { token })).status).toBe(403);
      expect((await service.call('GET', '/learning', { token })).body.items).toEqual([]);
      await enrol(service, accountId, id, { version: 3 });
      expect(await studentsOf(slug)).toBe(1);
      expect((await service.call('GET', `/learning/${id}`, { token })).status).toBe(200);
      await revoke(4);
      expect(await studentsOf(slug)).toBe(0);
    });
  });

  test('an enrolment that is heard of after its account was deleted counts nowhere and is not kept', async () => {
    const { id, slug } = await anAuthor(service).onSale('Too late');
    const accountId = newId();
    expect(await deleteAccount(accountId)).toBe(200);
    await enrol(service, accountId, id);
    expect(await studentsOf(slug)).toBe(0);
    expect(await service.database.collection('enrollments').countDocuments({ accountId })).toBe(0);
  });

  describe("the instructor's dashboard", () => {
    const dashboard = (token: string) => service.call('GET', '/instructor/dashboard', { token });

    test('joins money and students by payment-service with courses and ratings', async () => {
      const author = anAuthor(service, { accountId: newId() });
      const [first, second] = [await author.onSale('Earns'), await author.begin('Earns nothing')];
      const histogram = { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 };
      await service.deliver(ratingUpdated, { aggregateId: first.id, version: 1, average: 4.5, count: 2, histogram });
      const months = Array.from({ length: 14 }, (_, month) => ({
        month: `20${25 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`,
        income: rupees(month),
      }));
      answerIncome(service, {
        total: rupees(800),
        courses: [{ courseId: first.id, students: 2, income: rupees(800) }],
        months,
      });
      const { status, body } = await dashboard(author.token);
      expect(status).toBe(200);
      expect(body).toMatchObject({ students: 2, income: rupees(800), averageRating: 4.5 });
      expect(body.courses).toEqual([
        {
          courseId: second.id,
          title: 'Earns nothing',
          slug: second.slug,
          students: 0,
          income: rupees(0),
          rating: { average: 0, count: 0 },
        },
        {
          courseId: first.id,
          title: 'Earns',
          slug: first.slug,
          students: 2,
          income: rupees(800),
          rating: { average: 4.5, count: 2 },
        },
      ]);
      expect(body.months).toEqual(months.slice(2));
      expect(service.sidecar.invocations.at(-1)?.path).toBe(`/internal/instructors/${author.accountId}/income`);
      answerIncome(service);
    });

    test('of somebody without courses is empty; without payment-service there is none', async () => {
      const { token } = anAuthor(service, { accountId: newId() });
      expect((await dashboard(token)).body).toEqual({
        students: 0,
        income: rupees(0),
        averageRating: 0,
        courses: [],
        months: [],
      });
      service.sidecar.respond('payment-service', 'GET /internal/instructors/', () => ({ status: 500 }));
      expect(await dashboard(token)).toMatchObject({ status: 503, body: { code: 'service.unavailable' } });
      answerIncome(service);
      expect((await dashboard(service.tokens.tokenOf(newId()))).status).toBe(403);
    });

    test('lists my courses page by page, and nobody else’s', async () => {
      const author = anAuthor(service, { accountId: newId() });
      for (const title of ['One', 'Two', 'Three']) await author.begin(title);
      const first = await author.ask('GET', '/instructor/courses?limit=2');
      const second = await author.ask('GET', `/instructor/courses?limit=2&cursor=${first.body.nextCursor}`);
      const titles = [...first.body.items, ...second.body.items].map(({ title }: { title: string }) => title);
      expect(titles).toEqual(['Three', 'Two', 'One']);
      expect(second.body.nextCursor).toBeUndefined();
    });
  });

  test('user-profile-service learns how many courses somebody has on sale, and others do not', async () => {
    const author = anAuthor(service, { accountId: newId() });
    await author.unpublish(await author.onSale('Off'));
    await author.onSale('On');
    const path = `/internal/instructors/${author.accountId}/courses-on-sale`;
    expect((await service.call('GET', path, { callerApp: 'user-profile-service' })).body).toEqual({ count: 1 });
    expect((await service.call('GET', path, { callerApp: 'payment-service' })).status).toBe(403);
  });

  describe('when an account is deleted', () => {
    test('an instructor’s name goes, the courses stay for who learns there, the others go; said once', async () => {
      const author = anAuthor(service, { accountId: newId() });
      const name = { firstName: 'Asha', lastName: 'Menon', about: 'Teaches' };
      const profile = (version: number) =>
        service.deliver(profileChanged, { aggregateId: author.accountId, version, ...name });
      await profile(1);
      const [loved, unloved, draft] = [
        await author.onSale('Loved'),
        await author.onSale('Unloved'),
        await author.begin('Draft'),
      ];
      expect((await coursePage(service, loved.slug)).instructor).toEqual({ accountId: author.accountId, ...name });
      const learner = newId();
      await enrol(service, learner, loved.id);

      for (let time = 0; time < 3; time += 1) expect(await deleteAccount(author.accountId)).toBe(200);
      await profile(2);
      await service.relay();

      const token = service.tokens.tokenOf(learner);
      const { body } = await service.call('GET', `/learning/${loved.id}`, { token });
      expect(body).toMatchObject({ title: 'Loved', instructor: { accountId: author.accountId } });
      expect(body.instructor).toEqual({ accountId: author.accountId });
      expect((await service.call('GET', '/learning', { token })).body.items).toMatchObject([
        { id: loved.id, instructor: { accountId: author.accountId } },
      ]);
      for (const { slug } of [loved, unloved, draft])
        expect((await service.call('GET', `/courses/${slug}`)).status).toBe(404);
      const idsOf = (data: { aggregateId: string }[]) => data.map(({ aggregateId }) => aggregateId);
      expect(idsOf(service.sidecar.publishedOf(courseUnpublished))).toContain(loved.id);
      expect(idsOf(service.sidecar.publishedOf(courseDeleted))).toEqual(expect.arrayContaining([unloved.id, draft.id]));
      expect(
        service.sidecar.publishedOf(courseAccountErased).filter(({ aggregateId }) => aggregateId === author.accountId),
      ).toEqual([{ aggregateId: author.accountId, version: 1, erasedAt: expect.any(String) }]);
      const collections = await Promise.all(
        ['people', 'courses'].map((collection) => service.database.collection(collection).find({}).toArray()),
      );
      expect(JSON.stringify(collections)).not.toContain('Teaches');
    });

    test('a learner’s progress and enrolments go, and the number of students with them', async () => {
      const author = anAuthor(service);
      const course = await author.onSale('Left by one');
      const [accountId, stays] = [newId(), newId()];
      for (const student of [accountId, stays]) {
        await enrol(service, student, course.id);
        await service.call('PUT', `/learning/${course.id}/lectures/${course.sections[0]?.lectures[0]?.id}/completion`, {
          token: service.tokens.tokenOf(student),
        });
      }
      expect(await studentsOf(course.slug)).toBe(2);
      expect(await deleteAccount(accountId)).toBe(200);
      expect(await studentsOf(course.slug)).toBe(1);
      const of = async (collection: string) =>
        (await service.database.collection(collection).find({ courseId: course.id }).toArray()).map(
          (document) => document.accountId,
        );
      expect([await of('progress'), await of('enrollments')]).toEqual([[stays], [stays]]);
    });

    test('what a delivery that died had begun, the next one ends: no text stays behind a tombstone', async () => {
      const author = anAuthor(service, { accountId: newId() });
      const course = await author.complete('Half erased');
      const courses = service.database.collection<{ _id: string }>('courses');
      await courses.updateOne({ _id: course.id }, { $set: { status: 'deleted', sections: [] } });
      expect(await deleteAccount(author.accountId)).toBe(200);
      const contents = service.database.collection('lecture_contents');
      expect(await contents.countDocuments({ courseId: course.id })).toBe(0);
    });

    test('somebody of whom nothing is known here gets a receipt as well', async () => {
      const accountId = newId();
      await deleteAccount(accountId);
      await service.relay();
      const receipts = service.sidecar.publishedOf(courseAccountErased);
      expect(receipts.filter(({ aggregateId }) => aggregateId === accountId)).toHaveLength(1);
    });
  });
});
