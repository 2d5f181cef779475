import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { profileChanged } from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import type { TestService } from '@studynotion/service-kit/testing';
import { aCourse, anImport, coursePage, enrol, importInto, instructor, startCourseService } from './course-fixture.ts';

describe('the catalogue', () => {
  let service: TestService;
  const slugs = ['one', 'two', 'three', 'four', 'five'];

  beforeAll(async () => {
    service = await startCourseService();
    for (const slug of slugs) await importInto(service, anImport(aCourse(slug)));
    await importInto(service, anImport(aCourse('hidden')));
    await service.database.collection('courses').updateOne({ slug: 'hidden' }, { $set: { status: 'draft' } });
  });
  afterAll(() => service.stop());

  test('lists what is on sale, newest first, page by page and each course once', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const answer = await service.call('GET', `/courses?limit=2${cursor === undefined ? '' : `&cursor=${cursor}`}`);
      expect(answer.status).toBe(200);
      seen.push(...answer.body.items.map(({ slug }: { slug: string }) => slug));
      cursor = answer.body.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(slugs.toReversed());
  });

  test('a tie in time loses no course', async () => {
    const courses = service.database.collection('courses');
    const before = await courses.find({ status: 'published' }).toArray();
    await courses.updateMany({ status: 'published' }, { $set: { publishedAt: new Date() } });
    const first = await service.call('GET', '/courses?limit=3');
    const second = await service.call('GET', `/courses?limit=3&cursor=${first.body.nextCursor}`);
    const seen = [...first.body.items, ...second.body.items].map(({ slug }: { slug: string }) => slug);
    expect(seen.toSorted()).toEqual(slugs.toSorted());
    for (const { _id, publishedAt } of before) await courses.updateOne({ _id }, { $set: { publishedAt } });
  });

  test('a course page shows the outline and no content', async () => {
    const { body } = await service.call('GET', '/courses/one');
    expect(body).toMatchObject({ slug: 'one', description: expect.any(String), whatYouWillLearn: expect.any(Array) });
    expect(JSON.stringify(body)).not.toMatch(/markdown|Some words|contentId|outbox|contentHash/);
  });

  test('a draft and an unknown course have no page', async () => {
    for (const slug of ['hidden', 'unknown']) {
      expect(await service.call('GET', `/courses/${slug}`)).toMatchObject({
        status: 404,
        body: { code: 'course.not-found' },
      });
    }
  });

  test('a course may have a slug of any script', async () => {
    await importInto(service, anImport(aCourse('परिचय', { price: { amount: 0, currency: 'INR' } })));
    expect(await coursePage(service, 'परिचय')).toMatchObject({ slug: 'परिचय', price: { amount: 0 } });
    await service.database.collection('courses').deleteOne({ slug: 'परिचय' });
  });

  test("shows the instructor's newest name, however late older news come", async () => {
    const name = (version: number, firstName: string) => ({
      aggregateId: instructor.id,
      version,
      firstName,
      lastName: 'Menon',
    });
    expect(await service.deliver(profileChanged, name(2, 'Ashwini'))).toBe(200);
    expect(await service.deliver(profileChanged, name(1, 'Asha'))).toBe(200);
    await importInto(service, anImport(aCourse('one')));
    expect((await coursePage(service, 'one')).instructor.firstName).toBe('Ashwini');
    const { body } = await service.call('GET', '/courses?limit=1');
    expect(body.items[0].instructor.firstName).toBe('Ashwini');
  });

  test('a course of the first release is found, read and counted after the next start', async () => {
    await importInto(service, anImport(aCourse('oldest', { title: 'Venerable' })));
    const page = await coursePage(service, 'oldest');
    await enrol(service, newId(), page.id);
    const courses = service.database.collection<{ _id: string }>('courses');
    const { changedAt } = (await courses.findOne({ _id: page.id })) as unknown as { changedAt: Date };
    const added = 'shown requirements tags changedAt words rating studentCount studentsCounted'.split(' ');
    const unset = Object.fromEntries(
      [...added, 'sections.$[].lectures.$[].preview'].map((field) => [field, 1 as const]),
    );
    await courses.updateOne({ _id: page.id }, { $unset: unset, $set: { updatedAt: changedAt } });

    await service.service.wiring.prepare?.();
    expect(await coursePage(service, 'oldest')).toEqual({ ...page, studentCount: 1 });
    expect((await service.call('GET', '/courses?q=venerable')).body.items).toMatchObject([{ slug: 'oldest' }]);
    await courses.deleteOne({ _id: page.id });
  });

  test('the shop asks for an offer, and learns that a draft is not on sale', async () => {
    const { id } = await coursePage(service, 'one');
    const ask = (courseId: string, callerApp: string | undefined = 'payment-service') =>
      service.call('GET', `/internal/courses/${courseId}/offer`, { callerApp });
    expect(await ask(id)).toMatchObject({
      status: 200,
      body: { courseId: id, version: 1, slug: 'one', onSale: true, price: { amount: 49900 } },
    });
    const hidden = await service.database.collection('courses').findOne({ slug: 'hidden' });
    expect(await ask(String(hidden?._id))).toMatchObject({ status: 200, body: { onSale: false } });
    expect(await ask(newId())).toMatchObject({ status: 404, body: { code: 'course.not-found' } });
    expect(await ask(id, 'api-gateway')).toMatchObject({ status: 403 });
    expect(await ask('x')).toMatchObject({ status: 400 });
  });

  test.each([
    '/courses?limit=0',
    '/courses?limit=101',
    '/courses?limit=x',
    '/courses?limit[$gt]=1',
    '/courses?cursor=x',
    '/courses?cursor=WyJ4IiwieSJd',
    '/courses?cursor[$gt]=',
    '/courses?sort=price',
    '/courses/%24gt',
    `/courses/${'x'.repeat(121)}`,
  ])('refuses %s', async (path) => {
    const answer = await service.call('GET', path);
    expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });
});
