import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type AuthoredCourse, courseCompleted } from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import type { TestService } from '@studynotion/service-kit/testing';
import { administrator, anAuthor, answerMedia, enrol, startCourseService } from './course-fixture.ts';

describe('progress', () => {
  let service: TestService;
  let author: ReturnType<typeof anAuthor>;
  beforeAll(async () => {
    service = await startCourseService();
    author = anAuthor(service);
  });
  afterAll(() => service.stop());

  /** A course on sale with so many articles. */
  const aCourseOf = async (count: number): Promise<AuthoredCourse> => {
    let course = await author.onSale('Learned');
    for (let more = 1; more < count; more += 1) course = await author.addArticle(course);
    return course;
  };
  const lectureIds = ({ sections }: AuthoredCourse) => sections.flatMap(({ lectures }) => lectures.map(({ id }) => id));
  const aLearner = async (courseId: string) => {
    const accountId = newId();
    await enrol(service, accountId, courseId);
    const token = service.tokens.tokenOf(accountId);
    const lecture = (lectureId: string) => `/learning/${courseId}/lectures/${lectureId}`;
    return {
      accountId,
      token,
      complete: (id: string) => service.call('PUT', `${lecture(id)}/completion`, { token }),
      uncomplete: (id: string) => service.call('DELETE', `${lecture(id)}/completion`, { token }),
      moveTo: (id: string, seconds: number, watchedAt: string) =>
        service.call('PUT', `${lecture(id)}/position`, { token, body: { seconds, watchedAt } }),
      progress: async () => (await service.call('GET', `/learning/${courseId}`, { token })).body.progress,
      listed: async () => (await service.call('GET', '/learning', { token })).body.items[0]?.progress,
      stored: () =>
        service.database.collection<{ _id: string }>('progress').findOne({ _id: `${accountId}:${courseId}` }),
    };
  };
  const completions = async (accountId: string) => {
    await service.relay();
    return service.sidecar.publishedOf(courseCompleted).filter((event) => event.accountId === accountId);
  };

  test('is nothing at first, and grows by what is ticked, in the outline and in the list', async () => {
    const course = await aCourseOf(3);
    const [first = '', second = ''] = lectureIds(course);
    const learner = await aLearner(course.id);
    expect(await learner.progress()).toEqual({ completedLectureIds: [], percent: 0, positions: {} });
    expect(await learner.stored()).toBeNull();

    expect(await learner.complete(second)).toMatchObject({
      status: 200,
      body: { completedLectureIds: [second], percent: 33 },
    });
    const { body } = await learner.complete(first);
    expect(body).toMatchObject({ completedLectureIds: [first, second], percent: 66 });
    expect(await learner.progress()).toEqual(body);
    expect(await learner.listed()).toEqual({ percent: 66 });
  });

  test('the same tick again, or its removal again, changes nothing', async () => {
    const course = await aCourseOf(2);
    const [first = ''] = lectureIds(course);
    const learner = await aLearner(course.id);
    await learner.complete(first);
    const before = await learner.stored();
    expect((await learner.complete(first)).body.percent).toBe(50);
    expect(await learner.stored()).toEqual(before);
    for (let time = 0; time < 2; time += 1) expect((await learner.uncomplete(first)).body.percent).toBe(0);
  });

  test('fifty ticks at once are fifty ticks, and the course is completed once', async () => {
    const course = await aCourseOf(1);
    const courses = service.database.collection<{ _id: string }>('courses');
    const document = await courses.findOne({ _id: course.id });
    const [section] = (document as unknown as { sections: { lectures: object[] }[] }).sections;
    const lectures = Array.from({ length: 50 }, () => ({ ...section?.lectures[0], id: newId() }));
    const shown = { lectureIds: lectures.map(({ id }) => id), durationSeconds: 50 };
    await courses.updateOne({ _id: course.id }, { $set: { sections: [{ ...section, lectures }], shown } });

    const learner = await aLearner(course.id);
    const answers = await Promise.all(lectures.map(({ id }) => learner.complete(id)));
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
    for (const { body } of answers) expect(body.percent).toBeLessThanOrEqual(100);
    expect((await learner.progress()).percent).toBe(100);
    expect((await learner.listed()).percent).toBe(100);
    expect(await completions(learner.accountId)).toEqual([
      {
        aggregateId: `${learner.accountId}:${course.id}`,
        version: 1,
        accountId: learner.accountId,
        courseId: course.id,
        completedAt: (await learner.progress()).completedAt,
      },
    ]);
  });

  test('the last tick by twenty requests at once, taken back and set again, completes the course once', async () => {
    const course = await aCourseOf(1);
    const [only = ''] = lectureIds(course);
    const learner = await aLearner(course.id);
    await Promise.all(Array.from({ length: 20 }, () => learner.complete(only)));
    const { completedAt } = await learner.progress();
    expect((await learner.uncomplete(only)).body).toMatchObject({ percent: 0, completedAt });
    expect((await learner.complete(only)).body).toMatchObject({ percent: 100, completedAt });
    expect(await completions(learner.accountId)).toHaveLength(1);
  });

  test('who died between the last tick and the word of it is told when the course is opened next', async () => {
    const course = await aCourseOf(1);
    const [only = ''] = lectureIds(course);
    const learner = await aLearner(course.id);
    await learner.complete(only);
    await service.relay();
    service.sidecar.published.length = 0;
    const progress = service.database.collection<{ _id: string }>('progress');
    await progress.updateOne({ _id: `${learner.accountId}:${course.id}` }, { $unset: { completedAt: 1 } });
    expect((await learner.progress()).completedAt).toEqual(expect.any(String));
    expect(await completions(learner.accountId)).toHaveLength(1);
  });

  test('a lecture that goes leaves everybody the right percentage, and touches nobody’s document', async () => {
    const course = await aCourseOf(3);
    const [first = '', second = '', third = ''] = lectureIds(course);
    const [one, other] = [await aLearner(course.id), await aLearner(course.id)];
    await one.complete(first);
    await one.complete(second);
    await one.moveTo(first, 5, '2026-01-01T00:00:00.000Z');
    await other.complete(third);
    const before = [await one.stored(), await other.stored()];

    const shorter = await author.deleteLecture(course, first);
    expect([await one.stored(), await other.stored()]).toEqual(before);
    expect(await one.progress()).toEqual({ completedLectureIds: [second], percent: 50, positions: {} });
    expect((await one.listed()).percent).toBe(50);
    expect((await other.progress()).percent).toBe(50);

    await author.deleteLecture(shorter, second);
    expect(await other.progress()).toMatchObject({ percent: 100, completedAt: expect.any(String) });
    expect((await one.progress()).percent).toBe(0);
    expect(await completions(other.accountId)).toHaveLength(1);
    expect(await completions(one.accountId)).toHaveLength(0);
  });

  test('a lecture that comes, or a video that becomes ready, opens a completed course again', async () => {
    const course = await aCourseOf(1);
    const [only = ''] = lectureIds(course);
    const learner = await aLearner(course.id);
    await learner.complete(only);
    const media = answerMedia(service, { state: 'checking', durationSeconds: undefined });
    const longer = await author.addVideo(course, media.id);
    expect((await learner.progress()).percent).toBe(100);
    expect((await learner.complete(lectureIds(longer)[1] ?? '')).body.code).toBe('lecture.not-found');
    await author.addArticle(longer);
    expect(await learner.progress()).toMatchObject({ percent: 50, completedAt: expect.any(String) });
    expect((await learner.listed()).percent).toBe(50);
  });

  test('where one stopped is merged by when it was watched, whichever request comes last', async () => {
    const course = await aCourseOf(2);
    const [first = '', second = ''] = lectureIds(course);
    const learner = await aLearner(course.id);
    const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
    await Promise.all([
      ...Array.from({ length: 15 }, (_, minute) => learner.moveTo(first, 100 + minute, at(minute))),
      ...Array.from({ length: 15 }, (_, minute) => learner.moveTo(second, 200 + minute, at(minute + 30))),
    ]);
    expect(await learner.progress()).toMatchObject({
      positions: { [first]: 114, [second]: 214 },
      lastLectureId: second,
    });
    const { body } = await learner.moveTo(first, 3, at(10));
    expect(body.positions[first]).toBe(114);
    expect((await learner.moveTo(first, 7, at(50))).body).toMatchObject({
      positions: { [first]: 7 },
      lastLectureId: first,
    });
    expect((await learner.listed()).lastLectureId).toBe(first);
  });

  test('a device whose clock is ahead does not silence the others', async () => {
    const course = await aCourseOf(1);
    const [only = ''] = lectureIds(course);
    const learner = await aLearner(course.id);
    await learner.moveTo(only, 10, '2126-01-01T00:00:00.000Z');
    service.clock.advance(60);
    expect((await learner.moveTo(only, 20, service.clock.now().toISOString())).body.positions[only]).toBe(20);
  });

  test('is one’s own, and open to those alone who may read the course', async () => {
    const course = await aCourseOf(1);
    const [only = ''] = lectureIds(course);
    const learner = await aLearner(course.id);
    await learner.complete(only);
    const other = await aLearner(course.id);
    expect((await other.progress()).percent).toBe(0);
    const path = `/learning/${course.id}/lectures/${only}`;
    const stranger = service.tokens.tokenOf(newId());
    for (const [method, what, body] of [
      ['PUT', 'completion', undefined],
      ['DELETE', 'completion', undefined],
      ['PUT', 'position', { seconds: 1, watchedAt: new Date().toISOString() }],
    ] as const) {
      expect(await service.call(method, `${path}/${what}`, { token: stranger, body })).toMatchObject({
        status: 403,
        body: { code: 'enrollment.required' },
      });
      expect((await service.call(method, `${path}/${what}`, { body })).status).toBe(401);
    }
    // Who teaches or keeps order may try it out; that completes no course.
    for (const token of [author.token, administrator(service)])
      expect(await service.call('PUT', `${path}/completion`, { token })).toMatchObject({ body: { percent: 100 } });
    expect(await completions(author.accountId)).toEqual([]);
  });

  test('lectures of other courses and unknown ones are not found and leave nothing', async () => {
    const [course, other] = [await aCourseOf(1), await aCourseOf(1)];
    const learner = await aLearner(course.id);
    for (const id of [...lectureIds(other), newId()]) {
      expect(await learner.complete(id)).toMatchObject({ status: 404, body: { code: 'lecture.not-found' } });
      expect((await learner.moveTo(id, 1, new Date().toISOString())).status).toBe(404);
    }
    expect(await learner.stored()).toBeNull();
  });

  test('off sale, who is enrolled goes on learning; others do not even see it', async () => {
    const course = await author.unpublish(await aCourseOf(2));
    const [first = ''] = lectureIds(course);
    const learner = await aLearner(course.id);
    expect((await learner.complete(first)).body.percent).toBe(50);
    expect((await learner.listed()).percent).toBe(50);
    const stranger = service.tokens.tokenOf(newId());
    expect((await service.call('GET', `/learning/${course.id}`, { token: stranger })).status).toBe(404);
    expect((await service.call('GET', `/courses/${course.slug}`)).status).toBe(404);
  });

  test.each([
    { seconds: -1, watchedAt: '2026-01-01T00:00:00.000Z' },
    { seconds: 1.5, watchedAt: '2026-01-01T00:00:00.000Z' },
    { seconds: 1, watchedAt: 'yesterday' },
    { seconds: 1 },
    { seconds: { $gt: 0 }, watchedAt: '2026-01-01T00:00:00.000Z' },
    { seconds: 1, watchedAt: '2026-01-01T00:00:00.000Z', percent: 100 },
  ])('refuses the position %j', async (body) => {
    const answer = await service.call('PUT', `/learning/${newId()}/lectures/${newId()}/position`, {
      token: service.tokens.tokenOf(newId()),
      body,
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  });
});
