import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { enrollmentGranted } from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import type { TestService } from '@studynotion/service-kit/testing';
import {
  aCourse,
  administrator,
  aLecture,
  anImport,
  coursePage,
  importInto,
  instructor,
  startCourseService,
} from './course-fixture.ts';

describe('learning', () => {
  let service: TestService;
  let courseId: string;
  let lectureId: string;
  let otherCourseId: string;
  let otherLectureId: string;

  beforeAll(async () => {
    service = await startCourseService();
    await importInto(service, anImport(aCourse('bought'), aCourse('other')));
    const [bought, other] = [await coursePage(service, 'bought'), await coursePage(service, 'other')];
    courseId = bought.id;
    lectureId = bought.sections[0].lectures[0].id;
    otherCourseId = other.id;
    otherLectureId = other.sections[0].lectures[0].id;
  });
  afterAll(() => service.stop());

  const lecture = (token: string, course = courseId, id = lectureId) =>
    service.call('GET', `/learning/${course}/lectures/${id}`, { token });
  const outline = (token: string, course = courseId) => service.call('GET', `/learning/${course}`, { token });
  const student = (accountId = newId()) => ({ accountId, token: service.tokens.tokenOf(accountId) });
  const grant = (accountId: string, course = courseId, grantedAt = new Date().toISOString(), version = 1) =>
    service.deliver(enrollmentGranted, {
      aggregateId: `${accountId}:${course}`,
      version,
      accountId,
      courseId: course,
      orderId: newId(),
      grantedAt,
    });
  const answerEnrollments = (status: number, body?: unknown) =>
    service.sidecar.respond('payment-service', 'GET /internal/enrollments/', () => ({ status, body }));
  const questions = () => service.sidecar.invocations.filter(({ app }) => app === 'payment-service').length;

  test('who is not enrolled sees neither outline nor lecture', async () => {
    answerEnrollments(200, { enrolled: false });
    const { token } = student();
    for (const answer of [await outline(token), await lecture(token)]) {
      expect(answer).toMatchObject({ status: 403, body: { code: 'enrollment.required' } });
      expect(JSON.stringify(answer.body)).not.toContain('Some words');
    }
    expect((await service.call('GET', `/learning/${courseId}`)).status).toBe(401);
  });

  test('who is enrolled reads outline and lecture, and nobody is asked', async () => {
    const { accountId, token } = student();
    expect(await grant(accountId)).toBe(200);
    const before = questions();
    expect(await outline(token)).toMatchObject({
      status: 200,
      body: { id: courseId, slug: 'bought', instructor: { accountId: instructor.id }, sections: [{}, {}] },
    });
    expect(await lecture(token)).toMatchObject({
      status: 200,
      body: { id: lectureId, courseId, title: 'Hello', kind: 'article', markdown: '# Hello\n\nSome words.' },
    });
    expect(questions()).toBe(before);
  });

  test('an event that comes three times, or late and old, enrols once', async () => {
    const { accountId } = student();
    const at = '2026-01-02T03:04:05.000Z';
    for (let time = 0; time < 3; time += 1) await grant(accountId, courseId, at, 2);
    await grant(accountId, courseId, '2025-01-01T00:00:00.000Z', 1);
    const stored = await service.database.collection('enrollments').find({ accountId }).toArray();
    expect(stored).toEqual([
      { _id: `${accountId}:${courseId}`, accountId, courseId, version: 2, active: true, enrolledAt: new Date(at) },
    ]);
  });

  test('who bought a moment ago is let in by the word of payment-service, which is kept', async () => {
    const { accountId, token } = student();
    answerEnrollments(200, { enrolled: true, enrolledAt: '2026-02-03T04:05:06.000Z', version: 1 });
    expect((await lecture(token)).status).toBe(200);
    expect(service.sidecar.invocations.at(-1)?.path).toBe(`/internal/enrollments/${accountId}/${courseId}`);
    answerEnrollments(200, { enrolled: false });
    expect((await lecture(token)).status).toBe(200);
    const { body } = await service.call('GET', '/learning', { token });
    expect(body.items).toMatchObject([{ id: courseId, enrolledAt: '2026-02-03T04:05:06.000Z' }]);
  });

  test('when nobody can tell, it is unavailable and not refused', async () => {
    answerEnrollments(500);
    const { token } = student();
    for (const answer of [await outline(token), await lecture(token)])
      expect(answer).toMatchObject({ status: 503, body: { code: 'service.unavailable' } });
    answerEnrollments(200, { enrolled: false });
  });

  test("the course's own instructor and administrators read it; another instructor does not", async () => {
    const asInstructor = (accountId: string) => service.tokens.tokenOf(accountId, { role: 'instructor' });
    expect((await lecture(asInstructor(instructor.id))).status).toBe(200);
    expect((await lecture(administrator(service))).status).toBe(200);
    expect((await lecture(asInstructor(newId()))).status).toBe(403);
  });

  test('a lecture of another course is not found, though both courses are mine', async () => {
    const { accountId, token } = student();
    await grant(accountId);
    await grant(accountId, otherCourseId);
    for (const id of [otherLectureId, newId()]) {
      expect(await lecture(token, courseId, id)).toMatchObject({ status: 404, body: { code: 'lecture.not-found' } });
    }
    expect((await lecture(token, otherCourseId, otherLectureId)).status).toBe(200);
  });

  test('an enrolment in one course opens no other', async () => {
    const { accountId, token } = student();
    await grant(accountId);
    expect((await lecture(token, otherCourseId, otherLectureId)).status).toBe(403);
  });

  test('an unknown course is not found, and a draft is, for strangers, not either', async () => {
    const { accountId, token } = student();
    expect(await outline(token, newId())).toMatchObject({ status: 404, body: { code: 'course.not-found' } });
    const courses = service.database.collection<{ _id: string; status: string }>('courses');
    await courses.updateOne({ _id: otherCourseId }, { $set: { status: 'draft' } });
    expect((await outline(token, otherCourseId)).status).toBe(404);
    await grant(accountId, otherCourseId);
    expect((await outline(token, otherCourseId)).status).toBe(200);
    await courses.updateOne({ _id: otherCourseId }, { $set: { status: 'published' } });
  });

  test('a lecture whose text was replaced gives the new text', async () => {
    await importInto(service, anImport(aCourse('changing')));
    const page = await coursePage(service, 'changing');
    const sections = [{ title: 'First steps', lectures: [aLecture('Hello', 'New words')] }];
    await importInto(service, anImport(aCourse('changing', { sections })));
    const answer = await lecture(administrator(service), page.id, page.sections[0].lectures[0].id);
    expect(answer.body.markdown).toBe('New words');
  });

  test('lists my courses, newest first, page by page, and nobody else’s', async () => {
    const { accountId, token } = student();
    await grant(accountId, courseId, '2026-01-01T00:00:00.000Z');
    await grant(accountId, otherCourseId, '2026-01-02T00:00:00.000Z');
    await grant(accountId, newId(), '2026-01-03T00:00:00.000Z'); // a course that is gone
    await grant(newId());
    const all = await service.call('GET', '/learning', { token });
    expect(all.body.items).toMatchObject([
      { id: otherCourseId, enrolledAt: '2026-01-02T00:00:00.000Z' },
      { id: courseId, enrolledAt: '2026-01-01T00:00:00.000Z' },
    ]);
    const first = await service.call('GET', '/learning?limit=2', { token });
    const second = await service.call('GET', `/learning?limit=2&cursor=${first.body.nextCursor}`, { token });
    expect([first, second].map(({ body }) => body.items.map(({ id }: { id: string }) => id))).toEqual([
      [otherCourseId],
      [courseId],
    ]);
    expect((await service.call('GET', '/learning')).status).toBe(401);
  });

  test.each([
    '/learning?limit=x',
    '/learning?cursor=x',
    '/learning?cursor[$ne]=',
    '/learning/%7B%22%24gt%22%3A%22%22%7D',
  ])('refuses %s', async (path) => {
    expect(await service.call('GET', path, { token: student().token })).toMatchObject({
      status: 400,
      body: { code: 'request.invalid' },
    });
  });

  test('refuses ids that are none, whoever asks', async () => {
    expect((await lecture(administrator(service), courseId, 'x')).status).toBe(400);
    expect((await lecture(administrator(service), '$where', lectureId)).status).toBe(400);
  });
});
