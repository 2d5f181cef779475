import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { coursePublished, courseUpdated } from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import type { TestService } from '@studynotion/service-kit/testing';
import {
  aCourse,
  aLecture,
  anImport,
  answerAccount,
  coursePage,
  importInto,
  instructor,
  startCourseService,
} from './course-fixture.ts';

describe('importing courses', () => {
  let service: TestService;
  beforeEach(async () => {
    service = await startCourseService();
  });
  afterEach(() => service.stop());

  const stored = async () => ({
    courses: await service.database.collection('courses').find({}).sort({ _id: 1 }).toArray(),
    contents: await service.database.collection('lecture_contents').find({}).sort({ _id: 1 }).toArray(),
  });
  const outlineIds = async (slug: string) =>
    (await coursePage(service, slug)).sections.map((section: { id: string; lectures: { id: string }[] }) => [
      section.id,
      ...section.lectures.map(({ id }) => id),
    ]);

  test('puts new courses on sale and announces each once', async () => {
    const answer = await importInto(service, anImport(aCourse('first'), aCourse('second')));
    expect(answer).toMatchObject({ status: 200, body: { created: 2, updated: 0, unchanged: 0 } });

    await service.relay();
    const page = await coursePage(service, 'first');
    expect(page).toMatchObject({
      title: 'About first',
      lectureCount: 3,
      instructor: { accountId: instructor.id, firstName: 'Asha', lastName: 'Menon' },
      sections: [{ title: 'First steps', lectures: [{ title: 'Hello', kind: 'article', readingSeconds: 1 }, {}] }, {}],
    });
    const published = service.sidecar.publishedOf(coursePublished);
    expect(published.map(({ slug }) => slug).sort()).toEqual(['first', 'second']);
    expect(published.find(({ slug }) => slug === 'first')).toEqual({
      aggregateId: page.id,
      version: 1,
      slug: 'first',
      title: 'About first',
      price: { amount: 49900, currency: 'INR' },
      instructorId: instructor.id,
    });
    expect((await stored()).courses.every((course) => course.outbox === undefined)).toBe(true);
  });

  test('the same file again changes nothing and announces nothing', async () => {
    await importInto(service, anImport(aCourse('first'), aCourse('second')));
    await service.relay();
    const before = await stored();
    const answer = await importInto(service, anImport(aCourse('first'), aCourse('second')));
    await service.relay();
    expect(answer.body).toEqual({ created: 0, updated: 0, unchanged: 2 });
    expect(await stored()).toEqual(before);
    expect(service.sidecar.publishedOf(courseUpdated)).toEqual([]);
  });

  test('a changed course keeps its id, the ids of what stays, and the day it went on sale', async () => {
    await importInto(service, anImport(aCourse('first')));
    const before = await coursePage(service, 'first');
    const [first, next] = await outlineIds('first');
    const sections = [
      { title: 'Before all', lectures: [aLecture('Why')] },
      { title: 'First steps', lectures: [aLecture('Hello', 'Other words'), aLecture('Between'), aLecture('World')] },
      { title: 'Next steps', lectures: [aLecture('Further')] },
    ];
    const changed = aCourse('first', { price: { amount: 100, currency: 'INR' }, sections });
    expect((await importInto(service, anImport(changed))).body).toEqual({ created: 0, updated: 1, unchanged: 0 });

    const after = await coursePage(service, 'first');
    expect(after).toMatchObject({ id: before.id, publishedAt: before.publishedAt, lectureCount: 5 });
    const [, newFirst, newNext] = await outlineIds('first');
    expect(newFirst).toEqual([first[0], first[1], expect.any(String), first[2]]);
    expect(newNext).toEqual(next);
    await service.relay();
    expect(service.sidecar.publishedOf(courseUpdated)).toEqual([
      expect.objectContaining({ aggregateId: before.id, version: 2, price: { amount: 100, currency: 'INR' } }),
    ]);
    const { contents } = await stored();
    expect(contents.map(({ markdown }) => markdown).sort()).toEqual(
      ['# Between', '# Further', '# Why', '# World'].map((line) => `${line}\n\nSome words.`).concat('Other words'),
    );
  });

  test('sorts into a category by slug or name, makes one that there is not yet, and opens previews', async () => {
    const open = [{ title: 'First steps', lectures: [{ ...aLecture('Hello'), preview: true }] }];
    const told = { category: 'Web Development', tags: ['web'], requirements: ['A browser'], sections: open };
    await importInto(service, anImport(aCourse('first', told)));
    expect(await coursePage(service, 'first')).toMatchObject({
      category: { slug: 'web-development', name: 'Web Development' },
      tags: ['web'],
      requirements: ['A browser'],
      sections: [{ lectures: [{ preview: true }] }],
    });
    await importInto(service, anImport(aCourse('second', { category: 'web-development' })));
    await importInto(service, anImport(aCourse('third', { category: 'WEB development' })));
    const { body } = await service.call('GET', '/categories');
    expect(body.items).toMatchObject([{ slug: 'web-development', courseCount: 3 }]);

    // What a file does not say stays.
    const again = await importInto(service, anImport(aCourse('first', { sections: open })));
    expect(again.body).toEqual({ created: 0, updated: 0, unchanged: 1 });
  });

  test('parallel imports of a new category make one', async () => {
    const files = Array.from({ length: 10 }, (_, place) =>
      anImport(aCourse(`course-${place}`, { category: 'New for all' })),
    );
    const answers = await Promise.all(files.map((file) => importInto(service, file)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect((await service.call('GET', '/categories')).body.items).toMatchObject([{ courseCount: 10 }]);
  });

  test('parallel imports of the same file make one course each', async () => {
    const file = anImport(aCourse('first'), aCourse('second'));
    const answers = await Promise.all(Array.from({ length: 10 }, () => importInto(service, file)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(answers.reduce((sum, { body }) => sum + body.created, 0)).toBe(2);
    const { courses, contents } = await stored();
    expect(courses).toHaveLength(2);
    expect(contents).toHaveLength(6);
  });

  const refused = async (body: unknown, errors: unknown[]) => {
    await service.relay();
    const before = await stored();
    const answer = await importInto(service, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'course-import.invalid' } });
    expect(answer.body.errors).toEqual(errors);
    expect(await stored()).toEqual(before);
  };

  test('refuses an address that nobody has, who is no instructor, and who is not approved', async () => {
    const problem = (message: string) => [{ path: 'instructor.email', message }];
    const file = anImport(aCourse('first'));
    await refused(
      { ...file, instructor: { email: 'nobody@studynotion.example' } },
      problem('there is no account with this address'),
    );
    answerAccount(service, { ...instructor, role: 'student' });
    await refused(file, problem('is not an instructor'));
    answerAccount(service, { ...instructor, approved: false });
    await refused(file, problem('is not approved yet'));
  });

  test("refuses another instructor's slug and imports none of the other courses", async () => {
    await importInto(service, anImport(aCourse('taken')));
    answerAccount(service, { ...instructor, id: newId() });
    await refused(anImport(aCourse('free'), aCourse('taken')), [
      { path: 'courses.1.slug', message: 'belongs to a course of another instructor' },
    ]);
  });

  test('refuses a slug that stands in the file twice and a price that nobody can pay', async () => {
    const cheap = aCourse('cheap', { price: { amount: 99, currency: 'INR' } });
    await refused(anImport(aCourse('twice'), cheap, aCourse('twice')), [
      { path: 'courses.1.price.amount', message: 'must be 0 or at least 100 paise' },
      { path: 'courses.2.slug', message: 'stands in this file twice' },
    ]);
  });

  test('says so when nobody can tell whose address it is', async () => {
    service.sidecar.respond('auth-service', 'POST /internal/accounts/find', () => ({ status: 503 }));
    expect(await importInto(service, anImport(aCourse('first')))).toMatchObject({
      status: 503,
      body: { code: 'service.unavailable' },
    });
  });

  test('is for administrators only', async () => {
    const file = anImport(aCourse('first'));
    const asInstructor = service.tokens.tokenOf(instructor.id, { role: 'instructor' });
    expect(await service.call('POST', '/course-imports', { body: file })).toMatchObject({ status: 401 });
    expect(await service.call('POST', '/course-imports', { body: file, token: asInstructor })).toMatchObject({
      status: 403,
      body: { code: 'access.denied' },
    });
    expect((await stored()).courses).toEqual([]);
  });

  test.each([
    ['nothing', undefined],
    ['a text', '"x"'],
    ['broken JSON', '{'],
    ['another format', { ...anImport(aCourse('a')), format: 'x' }],
    ['no courses', anImport()],
    ['an unknown field', anImport(aCourse('a', { draft: true }))],
    ['an operator as slug', anImport(aCourse('a', { slug: { $gt: '' } }))],
    ['an operator as address', { ...anImport(aCourse('a')), instructor: { email: { $gt: '' } } }],
    ['a price in rupees', anImport(aCourse('a', { price: { amount: 4.99, currency: 'INR' } }))],
    ['another currency', anImport(aCourse('a', { price: { amount: 499, currency: 'USD' } }))],
    ['an empty section', anImport(aCourse('a', { sections: [{ title: 'x', lectures: [] }] }))],
    [
      'a video',
      anImport(aCourse('a', { sections: [{ title: 'x', lectures: [{ ...aLecture('x'), kind: 'video' }] }] })),
    ],
    ['a slug with a slash', anImport(aCourse('a/b'))],
    ['too long a title', anImport(aCourse('a', { title: 'x'.repeat(121) }))],
  ])('refuses %s and changes nothing', async (_what, body) => {
    const answer = await importInto(service, body);
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect((await stored()).courses).toEqual([]);
  });

  test('refuses a body over the limit', async () => {
    const answer = await importInto(service, JSON.stringify(anImport(aCourse('a'))).padEnd(3 * 1024 * 1024 + 1));
    expect(answer).toMatchObject({ status: 413, body: { code: 'request.too-large' } });
  });
});
