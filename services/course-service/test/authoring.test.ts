import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  accountChanged,
  courseDeleted,
  courseMediaUsed,
  coursePublished,
  courseUnpublished,
  courseUpdated,
  type EventDefinition,
  mediaDeleted,
  mediaFailed,
  mediaUploaded,
} from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import type { TestService } from '@studynotion/service-kit/testing';
import {
  aCategory,
  anAuthor,
  answerIncome,
  answerMedia,
  coursePage,
  enrol,
  noMedia,
  startCourseService,
} from './course-fixture.ts';

describe('writing a course', () => {
  let service: TestService;
  let author: ReturnType<typeof anAuthor>;
  beforeAll(async () => {
    service = await startCourseService();
    author = anAuthor(service);
  });
  afterAll(() => service.stop());

  const stored = (id: string) => service.database.collection<{ _id: string }>('courses').findOne({ _id: id });
  const contentsOf = (courseId: string) => service.database.collection('lecture_contents').find({ courseId }).toArray();
  const eventsOf = async <Event extends EventDefinition>(event: Event, courseId: string) => {
    await service.relay();
    return service.sidecar
      .publishedOf(event)
      .filter((data) => (data as { readonly aggregateId: string }).aggregateId === courseId);
  };
  /** Refused with this code, and nothing of the course has changed. */
  const refused = async (courseId: string, code: string, attempt: () => ReturnType<typeof author.ask>) => {
    await service.relay();
    const before = [await stored(courseId), await contentsOf(courseId)];
    const answer = await attempt();
    expect(answer).toMatchObject({ status: expect.any(Number), body: { code } });
    await service.relay();
    expect([await stored(courseId), await contentsOf(courseId)]).toEqual(before);
    return answer;
  };

  describe('from the first title', () => {
    test('a new course is a draft that only its instructor sees, and that tells what is missing', async () => {
      const course = await author.begin('From nothing');
      expect(course).toMatchObject({ version: 1, status: 'draft', slug: 'from-nothing', sections: [], tags: [] });
      expect(course.missing).toEqual(['category', 'summary', 'description', 'what-you-will-learn', 'ready-lecture']);
      expect((await service.call('GET', '/courses/from-nothing')).status).toBe(404);
      expect((await eventsOf(coursePublished, course.id)).length).toBe(0);
      const { body } = await author.ask('GET', '/instructor/courses?limit=1');
      expect(body.items).toMatchObject([{ id: course.id, status: 'draft', lectureCount: 0 }]);
    });

    test.each([
      ['Einführung in Go!', 'einführung-in-go'],
      ['परिचय: हिन्दी', 'परिचय-हिन्दी'],
      ['日本語 入門', '日本語-入門'],
      ['C++ & C#', 'c-c'],
      ['Ａ①', 'a1'],
    ])('%s gets the address %s', async (title, slug) => {
      expect((await author.begin(title)).slug).toBe(slug);
    });

    test('titles alike get addresses of their own, however many come at once', async () => {
      const begun = await Promise.all(Array.from({ length: 10 }, () => author.begin('Always the same')));
      const slugs = begun.map(({ slug }) => slug);
      expect(new Set(slugs).size).toBe(10);
      expect(slugs).toContain('always-the-same');
    });

    test('a title without a letter gets an address all the same, and a long one a short one', async () => {
      const bare = await author.begin('!!!');
      expect(bare.slug).toBe(bare.id);
      expect((await author.begin('word '.repeat(24).trim())).slug.length).toBeLessThanOrEqual(80);
      expect((await author.begin('x'.repeat(120))).slug).toBe('x'.repeat(80));
    });

    test('the name of an instructor whose profile never changed is asked for', async () => {
      const newcomer = anAuthor(service, { accountId: newId() });
      const { slug } = await newcomer.onSale('By a newcomer');
      expect((await coursePage(service, slug)).instructor).toEqual({
        accountId: newcomer.accountId,
        firstName: 'Asha',
        lastName: 'Menon',
      });
    });
  });

  describe('by edits on a version', () => {
    test('only what is sent is touched', async () => {
      const course = await author.change(await author.begin('Touched'), { summary: 'Short', tags: ['one', 'two'] });
      const changed = await author.change(course, { description: 'Long', price: { amount: 49900, currency: 'INR' } });
      expect(changed).toMatchObject({
        version: 3,
        title: 'Touched',
        slug: 'touched',
        summary: 'Short',
        tags: ['one', 'two'],
        description: 'Long',
        price: { amount: 49900 },
      });
    });

    test('of two edits on the same version one is stale, and so are forty of forty-one at once', async () => {
      const course = await author.begin('Raced');
      const answers = await Promise.all(
        Array.from({ length: 41 }, (_, place) =>
          author.ask('PATCH', `/courses/${course.id}`, { version: 1, summary: `Edit ${place}` }),
        ),
      );
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      expect(statuses.filter((status) => status === 409)).toHaveLength(40);
      const won = answers.find(({ status }) => status === 200);
      expect(await author.load(course.id)).toMatchObject({ version: 2, summary: won?.body.summary });
      for (const { status, body } of answers) if (status === 409) expect(body.code).toBe('version.stale');
    });

    test('two articles added at once on the same version: one is there, and no text is left of the other', async () => {
      const course = await author.addSection(await author.begin('Two articles'));
      const path = `/courses/${course.id}/sections/${course.sections[0]?.id}/lectures`;
      const lecture = { version: course.version, kind: 'article', title: 'x', markdown: 'y' };
      const answers = await Promise.all(Array.from({ length: 10 }, () => author.ask('POST', path, lecture)));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect((await author.load(course.id)).sections[0]?.lectures).toHaveLength(1);
      expect(await contentsOf(course.id)).toHaveLength(1);
    });

    test('a stale edit of any kind changes nothing', async () => {
      const old = await author.addArticle(await author.addSection(await author.begin('Stale')));
      await author.change(old, { summary: 'Newer' });
      const { id, version, sections } = old;
      const section = sections[0];
      const lectureId = section?.lectures[0]?.id;
      const edits: [string, string, unknown?][] = [
        ['PATCH', `/courses/${id}`, { version, title: 'x' }],
        ['POST', `/courses/${id}/publish`, { version }],
        ['POST', `/courses/${id}/unpublish`, { version }],
        ['POST', `/courses/${id}/sections`, { version, title: 'x' }],
        ['PATCH', `/courses/${id}/sections/${section?.id}`, { version, title: 'x' }],
        ['DELETE', `/courses/${id}/sections/${section?.id}?version=${version}`],
        ['PATCH', `/courses/${id}/lectures/${lectureId}`, { version, title: 'x', markdown: 'x' }],
        ['DELETE', `/courses/${id}/lectures/${lectureId}?version=${version}`],
        ['PUT', `/courses/${id}/outline`, { version, sections: [] }],
      ];
      for (const [method, path, body] of edits)
        await refused(id, 'version.stale', () => author.ask(method, path, body));
    });

    test('the course of somebody else is not there, whatever is tried', async () => {
      const { id, version, sections } = await author.complete('Not yours');
      const section = sections[0];
      const lectureId = section?.lectures[0]?.id;
      const stranger = anAuthor(service, { accountId: newId() });
      const attempts: [string, string, unknown?][] = [
        ['GET', `/instructor/courses/${id}`],
        ['GET', `/instructor/courses/${id}/lectures/${lectureId}/article`],
        ['PATCH', `/courses/${id}`, { version, title: 'x' }],
        ['DELETE', `/courses/${id}`],
        ['POST', `/courses/${id}/publish`, { version }],
        ['POST', `/courses/${id}/sections`, { version, title: 'x' }],
        ['PATCH', `/courses/${id}/sections/${section?.id}`, { version, title: 'x' }],
        ['DELETE', `/courses/${id}/sections/${section?.id}?version=${version}`],
        [
          'POST',
          `/courses/${id}/sections/${section?.id}/lectures`,
          { version, kind: 'article', title: 'x', markdown: 'x' },
        ],
        ['PATCH', `/courses/${id}/lectures/${lectureId}`, { version, title: 'x' }],
        ['DELETE', `/courses/${id}/lectures/${lectureId}?version=${version}`],
        ['PUT', `/courses/${id}/outline`, { version, sections: [] }],
      ];
      for (const [method, path, body] of attempts)
        expect((await refused(id, 'course.not-found', () => stranger.ask(method, path, body))).status).toBe(404);
      const token = service.tokens.tokenOf(author.accountId);
      expect((await service.call('GET', `/instructor/courses/${id}`, { token })).status).toBe(403);
      expect((await service.call('PATCH', `/courses/${id}`, { body: { version, title: 'x' } })).status).toBe(401);
    });

    test('sections and lectures of another course of mine are not found in this one', async () => {
      const [one, other] = [await author.complete('This one'), await author.complete('Other one')];
      const { id, version } = one;
      const section = other.sections[0];
      const lectureId = section?.lectures[0]?.id;
      await refused(id, 'section.not-found', () =>
        author.ask('PATCH', `/courses/${id}/sections/${section?.id}`, { version, title: 'x' }),
      );
      await refused(id, 'lecture.not-found', () =>
        author.ask('DELETE', `/courses/${id}/lectures/${lectureId}?version=${version}`),
      );
      await refused(id, 'lecture.not-found', () =>
        author.ask('GET', `/instructor/courses/${id}/lectures/${lectureId}/article`),
      );
    });
  });

  describe('its outline', () => {
    const aLongOne = async () => {
      let course = await author.addSection(await author.begin('An outline'), 'One');
      course = await author.addArticle(await author.addArticle(course, { title: 'a' }), { title: 'b' });
      course = await author.addArticle(await author.addSection(course, 'Two'), { title: 'c' });
      const [one, two] = course.sections;
      if (one === undefined || two === undefined) throw new Error('two sections are missing');
      const [a, b, c] = [...one.lectures, ...two.lectures].map(({ id }) => id);
      return { course, one: one.id, two: two.id, a, b, c };
    };
    const order = ({ id, version }: { id: string; version: number }, sections: unknown) =>
      author.ask('PUT', `/courses/${id}/outline`, { version, sections });

    test('takes any order of what is there, across sections', async () => {
      const { course, one, two, a, b, c } = await aLongOne();
      const { body } = await order(course, [
        { id: two, lectureIds: [b, c] },
        { id: one, lectureIds: [a] },
      ]);
      const titles = body.sections.map(({ title, lectures }: { title: string; lectures: { title: string }[] }) => [
        title,
        ...lectures.map((lecture) => lecture.title),
      ]);
      expect(titles).toEqual([
        ['Two', 'b', 'c'],
        ['One', 'a'],
      ]);
      expect(body.version).toBe(course.version + 1);
      const { body: article } = await author.ask('GET', `/instructor/courses/${course.id}/lectures/${b}/article`);
      expect(article).toEqual({ markdown: 'Some words.' });
    });

    test('refuses an order that leaves out, doubles or brings in something', async () => {
      const { course, one, two, a, b, c } = await aLongOne();
      const foreign = (await author.complete('Foreign')).sections[0];
      const wrong = [
        [],
        [{ id: one, lectureIds: [a, b, c] }],
        [
          { id: one, lectureIds: [a] },
          { id: two, lectureIds: [c] },
        ],
        [
          { id: one, lectureIds: [a, b] },
          { id: two, lectureIds: [c, c] },
        ],
        [
          { id: one, lectureIds: [a, b] },
          { id: one, lectureIds: [c] },
        ],
        [
          { id: one, lectureIds: [a, b, foreign?.lectures[0]?.id] },
          { id: two, lectureIds: [c] },
        ],
        [
          { id: one, lectureIds: [a, b] },
          { id: two, lectureIds: [c] },
          { id: foreign?.id, lectureIds: [] },
        ],
      ];
      for (const sections of wrong)
        await refused(course.id, 'outline.not-a-permutation', () => order(course, sections));
    });

    test('renames and deletes sections and lectures, and deletes the texts that go with them', async () => {
      const { course, one, a, b } = await aLongOne();
      const renamed = await author.ask('PATCH', `/courses/${course.id}/sections/${one}`, {
        version: course.version,
        title: 'First',
      });
      expect(renamed.body.sections[0].title).toBe('First');
      const changed = await author.ask('PATCH', `/courses/${course.id}/lectures/${a}`, {
        version: renamed.body.version,
        markdown: 'Other words, more of them.',
        preview: true,
      });
      expect(changed.body.sections[0].lectures[0]).toMatchObject({ id: a, title: 'a', preview: true });
      expect((await contentsOf(course.id)).map(({ markdown }) => markdown).sort()).toEqual([
        'Other words, more of them.',
        'Some words.',
        'Some words.',
      ]);
      const without = await author.deleteLecture(changed.body, b ?? '');
      expect(without.sections[0]?.lectures.map(({ id }) => id)).toEqual([a]);
      const { body } = await author.ask('DELETE', `/courses/${course.id}/sections/${one}?version=${without.version}`);
      expect(body.sections.map(({ title }: { title: string }) => title)).toEqual(['Two']);
      expect(await contentsOf(course.id)).toHaveLength(1);
    });

    test('holds 50 sections and 100 lectures in each, and no more', async () => {
      let course = await author.addSection(await author.begin('Full'));
      const section = course.sections[0];
      const many = Array.from({ length: 99 }, () => ({ ...aVideoLecture(), id: newId() }));
      const full = [
        { ...section, lectures: many },
        ...Array.from({ length: 48 }, () => ({ id: newId(), title: 'x', lectures: [] })),
      ];
      const courses = service.database.collection<{ _id: string }>('courses');
      await courses.updateOne({ _id: course.id }, { $set: { sections: full } });
      course = await author.addArticle(await author.load(course.id), {}, 0);
      await refused(course.id, 'outline.full', () =>
        author.ask('POST', `/courses/${course.id}/sections/${section?.id}/lectures`, {
          version: course.version,
          kind: 'article',
          title: 'x',
          markdown: 'x',
        }),
      );
      const last = await author.addSection(course);
      await refused(course.id, 'outline.full', () =>
        author.ask('POST', `/courses/${course.id}/sections`, { version: last.version, title: 'x' }),
      );
    });
    const aVideoLecture = () => ({ title: 'x', kind: 'video', preview: false, mediaId: newId() });

    test('a lecture stays what it is: no text for a video, no video for an article', async () => {
      const media = answerMedia(service);
      const course = await author.addVideo(await author.complete('Kinds'), media.id);
      const [article, video] = course.sections[0]?.lectures ?? [];
      const change = (lectureId: string | undefined, fields: Record<string, unknown>) => () =>
        author.ask('PATCH', `/courses/${course.id}/lectures/${lectureId}`, { version: course.version, ...fields });
      await refused(course.id, 'request.invalid', change(article?.id, { mediaId: media.id }));
      await refused(course.id, 'request.invalid', change(video?.id, { markdown: 'x' }));
    });
  });

  describe('with videos and pictures', () => {
    const event = (mediaId: string, version: number) => ({
      aggregateId: mediaId,
      version,
      ownerId: author.accountId,
      kind: 'video' as const,
    });

    test('a video that is still on its way is shown once its event says that it is there', async () => {
      const media = answerMedia(service, { state: 'checking', durationSeconds: undefined, version: 2 });
      const course = await author.addVideo(await author.onSale('With a video'), media.id, { preview: true });
      expect(course.sections[0]?.lectures[1]).toMatchObject({ kind: 'video', state: 'processing', mediaId: media.id });
      expect(await coursePage(service, course.slug)).toMatchObject({ lectureCount: 1, sections: [{ lectures: [{}] }] });

      await service.deliver(mediaUploaded, { ...event(media.id, 3), durationSeconds: 125 });
      const page = await coursePage(service, course.slug);
      expect(page).toMatchObject({ lectureCount: 2, durationSeconds: 126 });
      expect(page.sections[0].lectures[1]).toEqual({
        id: expect.any(String),
        title: 'A video',
        kind: 'video',
        preview: true,
        durationSeconds: 125,
      });
      const loaded = await author.load(course.id);
      expect(loaded.sections[0]?.lectures[1]).toMatchObject({ state: 'ready', durationSeconds: 125 });
      // The editor that is open all the while has not become stale.
      expect((await author.change(course, { summary: 'Still mine' })).version).toBe(course.version + 1);
    });

    test('an event that came before the lecture, or late and old, leaves the newest state', async () => {
      const media = answerMedia(service, { state: 'checking', durationSeconds: undefined, version: 2 });
      await service.deliver(mediaUploaded, { ...event(media.id, 3), durationSeconds: 60 });
      const course = await author.addVideo(await author.onSale('Early'), media.id);
      expect(course.sections[0]?.lectures[1]).toMatchObject({ state: 'ready', durationSeconds: 60 });
      await service.deliver(mediaFailed, { ...event(media.id, 2), reason: 'an older try' });
      expect((await author.load(course.id)).sections[0]?.lectures[1]?.state).toBe('ready');
      expect((await coursePage(service, course.slug)).lectureCount).toBe(2);
      await service.deliver(mediaDeleted, event(media.id, 4));
      expect((await author.load(course.id)).sections[0]?.lectures[1]?.state).toBe('failed');
      expect((await coursePage(service, course.slug)).lectureCount).toBe(1);
    });

    test('only what is mine, of the right kind and not broken is attached', async () => {
      const course = await author.complete('Picky');
      const section = course.sections[0]?.id;
      const attach = (mediaId: string) => () =>
        author.ask('POST', `/courses/${course.id}/sections/${section}/lectures`, {
          version: course.version,
          kind: 'video',
          title: 'x',
          mediaId,
        });
      const thumbnail = (thumbnailMediaId: string) => () =>
        author.ask('PATCH', `/courses/${course.id}`, { version: course.version, thumbnailMediaId });
      const unknown = newId();
      service.sidecar.respond('media-service', `GET /internal/media/${unknown}`, () => noMedia);
      const picture = { kind: 'image', imageUrl: 'https://media.example/x.jpg', durationSeconds: undefined };
      await refused(course.id, 'media.not-found', attach(unknown));
      await refused(course.id, 'media.not-found', attach(answerMedia(service, { ownerId: newId() }).id));
      await refused(course.id, 'media.unsuitable', attach(answerMedia(service, picture).id));
      await refused(course.id, 'media.unsuitable', attach(answerMedia(service, { state: 'failed' }).id));
      await refused(course.id, 'media.not-found', thumbnail(answerMedia(service, { ...picture, ownerId: newId() }).id));
      await refused(course.id, 'media.unsuitable', thumbnail(answerMedia(service).id));
      const early = { ...picture, state: 'checking', imageUrl: undefined };
      await refused(course.id, 'media.unsuitable', thumbnail(answerMedia(service, early).id));
      await refused(course.id, 'service.unavailable', attach(newId()));
    });

    test('tells which pictures and videos are used whenever that changes, and then only', async () => {
      const [video, next] = [answerMedia(service), answerMedia(service)];
      const picture = answerMedia(service, { kind: 'image', imageUrl: 'https://media.example/cover.jpg' });
      let course = await author.addVideo(await author.onSale('Uses'), video.id);
      course = await author.change(course, { thumbnailMediaId: picture.id });
      expect(course.thumbnail).toEqual({ mediaId: picture.id, imageUrl: 'https://media.example/cover.jpg' });
      course = await author.change(course, { summary: 'Nothing of the sort' });
      const lectureId = course.sections[0]?.lectures[1]?.id;
      const { body } = await author.ask('PATCH', `/courses/${course.id}/lectures/${lectureId}`, {
        version: course.version,
        mediaId: next.id,
      });
      course = await author.change(body, { thumbnailMediaId: null });
      expect(course.thumbnail).toBeUndefined();
      expect((await eventsOf(courseMediaUsed, course.id)).map(({ mediaIds }) => mediaIds)).toEqual([
        [video.id],
        [picture.id, video.id],
        [picture.id, next.id],
        [next.id],
      ]);
      const updates = await eventsOf(courseUpdated, course.id);
      expect(updates.find(({ version }) => version === course.version - 2)?.thumbnailUrl).toBe(
        'https://media.example/cover.jpg',
      );
    });
  });

  describe('and selling it', () => {
    test('a complete course of an approved instructor goes on sale and off again; the shop hears of each', async () => {
      const course = await author.complete('For sale', { price: { amount: 49900, currency: 'INR' } });
      expect(course.missing).toEqual([]);
      const published = await author.publish(course);
      expect(published).toMatchObject({ status: 'published', version: course.version + 1 });
      const page = await coursePage(service, 'for-sale');
      expect(page).toMatchObject({
        category: { slug: 'programming', name: 'Programming' },
        rating: { average: 0, count: 0 },
        studentCount: 0,
        lectureCount: 1,
        requirements: [],
        tags: [],
      });
      const changed = await author.change(published, { price: { amount: 0, currency: 'INR' } });
      const off = await author.unpublish(changed);
      expect((await service.call('GET', '/courses/for-sale')).status).toBe(404);
      const again = await author.publish(off);
      expect((await coursePage(service, 'for-sale')).publishedAt).toBe(page.publishedAt);

      const offer = { aggregateId: course.id, slug: 'for-sale', title: 'For sale', instructorId: author.accountId };
      expect(await eventsOf(coursePublished, course.id)).toEqual([
        { ...offer, version: published.version, price: { amount: 49900, currency: 'INR' } },
        { ...offer, version: again.version, price: { amount: 0, currency: 'INR' } },
      ]);
      expect(await eventsOf(courseUpdated, course.id)).toMatchObject([{ version: changed.version }]);
      expect(await eventsOf(courseUnpublished, course.id)).toEqual([{ aggregateId: course.id, version: off.version }]);
    });

    test('to publish what is on sale, or take off what is not, changes nothing', async () => {
      const published = await author.onSale('Once only');
      expect(await author.publish(published)).toEqual(published);
      const off = await author.unpublish(published);
      expect(await author.unpublish(off)).toEqual(off);
      expect(await eventsOf(coursePublished, off.id)).toHaveLength(1);
      expect(await eventsOf(courseUnpublished, off.id)).toHaveLength(1);
    });

    test('an incomplete course is not published, and each thing that is missing is named', async () => {
      const begun = await author.addSection(await author.begin('Half'));
      const { body } = await refused(begun.id, 'course.not-publishable', () =>
        author.ask('POST', `/courses/${begun.id}/publish`, { version: begun.version }),
      );
      expect(body.errors.map(({ path }: { path: string }) => path)).toEqual(begun.missing);
      const unseen = answerMedia(service, { state: 'checking', durationSeconds: undefined });
      const processing = await author.addVideo(begun, unseen.id);
      expect(processing.missing).toContain('ready-lecture');
    });

    test('an instructor who is not approved publishes nothing; approval and its end count at once', async () => {
      const newcomer = anAuthor(service, { accountId: newId(), approved: false });
      const course = await newcomer.complete('Waiting');
      expect(course.missing).toEqual(['approval']);
      const publish = () => newcomer.ask('POST', `/courses/${course.id}/publish`, { version: course.version });
      await refused(course.id, 'course.not-publishable', publish);
      const decide = (version: number, approved: boolean) =>
        service.deliver(accountChanged, {
          aggregateId: newcomer.accountId,
          version,
          role: 'instructor',
          approved,
          active: true,
        });
      await decide(3, true);
      await decide(2, false);
      expect((await newcomer.load(course.id)).missing).toEqual([]);
      await decide(4, false);
      await refused(course.id, 'course.not-publishable', publish);
      await decide(5, true);
      expect((await publish()).status).toBe(200);
    });

    test('a course on sale keeps what it needs; what else there is may change', async () => {
      const course = await author.onSale('Kept complete');
      const { id, version, sections } = course;
      const lectureId = sections[0]?.lectures[0]?.id;
      await refused(id, 'course.not-publishable', () =>
        author.ask('PATCH', `/courses/${id}`, { version, summary: '' }),
      );
      await refused(id, 'course.not-publishable', () =>
        author.ask('DELETE', `/courses/${id}/lectures/${lectureId}?version=${version}`),
      );
      await refused(id, 'course.not-publishable', () =>
        author.ask('DELETE', `/courses/${id}/sections/${sections[0]?.id}?version=${version}`),
      );
      const two = await author.addArticle(course);
      expect((await author.deleteLecture(two, lectureId ?? '')).sections[0]?.lectures).toHaveLength(1);
    });
  });

  describe('and deleting it', () => {
    test('leaves a tombstone without content, frees the address and tells the others', async () => {
      const media = answerMedia(service);
      const course = await author.addVideo(await author.onSale('Short-lived'), media.id);
      const path = `/courses/${course.id}`;
      expect((await author.ask('DELETE', path)).status).toBe(204);
      expect(await eventsOf(courseDeleted, course.id)).toEqual([
        { aggregateId: course.id, version: course.version + 1 },
      ]);
      expect((await eventsOf(courseMediaUsed, course.id)).at(-1)).toMatchObject({ mediaIds: [] });
      expect(await stored(course.id)).toMatchObject({ status: 'deleted', sections: [], version: course.version + 1 });
      expect(await contentsOf(course.id)).toEqual([]);
      expect((await author.ask('DELETE', path)).status).toBe(404);
      expect((await author.ask('GET', `/instructor${path}`)).status).toBe(404);
      expect((await service.call('GET', '/courses/short-lived')).status).toBe(404);
      const offer = `/internal/courses/${course.id}/offer`;
      expect((await service.call('GET', offer, { callerApp: 'payment-service' })).status).toBe(404);
      expect((await author.begin('Short-lived')).slug).toBe('short-lived');
    });

    test('is refused while anybody is enrolled, known here or only to payment-service, or nobody can tell', async () => {
      const course = await author.onSale('Loved');
      const remove = () => author.ask('DELETE', `/courses/${course.id}`);
      answerIncome(service, {
        courses: [{ courseId: course.id, students: 1, income: { amount: 0, currency: 'INR' } }],
      });
      await refused(course.id, 'course.has-students', remove);
      service.sidecar.respond('payment-service', 'GET /internal/instructors/', () => ({ status: 503 }));
      await refused(course.id, 'service.unavailable', remove);
      answerIncome(service);
      await enrol(service, newId(), course.id);
      await refused(course.id, 'course.has-students', remove);
    });
  });

  test.each([
    ['POST', '/courses', {}],
    ['POST', '/courses', { title: '' }],
    ['POST', '/courses', { title: 'x', instructorId: newId() }],
    ['POST', '/courses', { title: { $gt: '' } }],
    ['POST', '/courses', { title: 'x', categoryId: { $ne: null } }],
    ['POST', '/courses', { title: 'two\nlines' }],
    ['PATCH', `/courses/${newId()}`, { title: 'x' }],
    ['PATCH', `/courses/${newId()}`, { version: 1, status: 'published' }],
    ['PATCH', `/courses/${newId()}`, { version: 1, price: { amount: 50, currency: 'INR' } }],
    ['PATCH', `/courses/${newId()}`, { version: 1, price: { amount: 1.5, currency: 'INR' } }],
    ['PATCH', `/courses/${newId()}`, { version: '1', title: 'x' }],
    ['PATCH', '/courses/x', { version: 1 }],
    ['DELETE', `/courses/${newId()}/sections/${newId()}`, undefined],
    ['DELETE', `/courses/${newId()}/lectures/${newId()}?version=1&version=2`, undefined],
  ])('%s %s refuses %j', async (method, path, body) => {
    expect(await author.ask(method, path, body)).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  });

  test('a category that there is not is refused', async () => {
    expect(await author.ask('POST', '/courses', { title: 'x', categoryId: newId() })).toMatchObject({
      status: 404,
      body: { code: 'category.not-found' },
    });
    const course = await author.begin('Sorted', { categoryId: await aCategory(service) });
    await refused(course.id, 'category.not-found', () =>
      author.ask('PATCH', `/courses/${course.id}`, { version: 1, categoryId: newId() }),
    );
  });
});
