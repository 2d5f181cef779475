import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AuthoredCourse } from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import type { TestService } from '@studynotion/service-kit/testing';
import { anAuthor, answerMedia, enrol, noMedia, startCourseService } from './course-fixture.ts';

describe('what a lecture shows', () => {
  let service: TestService;
  let course: AuthoredCourse;
  let media: ReturnType<typeof answerMedia>;
  let lectures: Record<'article' | 'openArticle' | 'video' | 'openVideo' | 'early', string>;
  let token: string;

  beforeAll(async () => {
    service = await startCourseService();
    const author = anAuthor(service);
    media = answerMedia(service);
    const early = answerMedia(service, { state: 'checking', durationSeconds: undefined });
    course = await author.addArticle(await author.onSale('Shown'), { preview: true, markdown: '# Open to all' });
    course = await author.addVideo(course, media.id);
    course = await author.addVideo(course, media.id, { preview: true });
    course = await author.addVideo(course, early.id, { preview: true });
    const [article = '', openArticle = '', video = '', openVideo = '', unseen = ''] = (
      course.sections[0]?.lectures ?? []
    ).map(({ id }) => id);
    lectures = { article, openArticle, video, openVideo, early: unseen };
    const accountId = newId();
    await enrol(service, accountId, course.id);
    token = service.tokens.tokenOf(accountId);
  });
  afterAll(() => service.stop());

  const playback = { url: 'https://media.example/v?expires=1', expiresAt: '2026-01-01T00:00:00.000Z' };
  const answerPlayback = (status: number, body: unknown) =>
    service.sidecar.respond('media-service', `POST /internal/media/${media.id}/playbacks`, () => ({ status, body }));
  const preview = (lectureId: string, slug = course.slug) =>
    service.call('GET', `/courses/${slug}/lectures/${lectureId}`);
  const read = (lectureId: string) => service.call('GET', `/learning/${course.id}/lectures/${lectureId}`, { token });

  test('an article gives its text, a video an address that expires', async () => {
    answerPlayback(201, playback);
    expect((await read(lectures.article)).body).toEqual({
      id: lectures.article,
      courseId: course.id,
      title: 'An article',
      kind: 'article',
      markdown: 'Some words.',
    });
    expect((await read(lectures.video)).body).toEqual({
      id: lectures.video,
      courseId: course.id,
      title: 'A video',
      kind: 'video',
      durationSeconds: 90,
      playback,
    });
  });

  test('anybody sees what is marked as preview, and nothing else', async () => {
    answerPlayback(201, playback);
    expect((await preview(lectures.openArticle)).body).toMatchObject({ kind: 'article', markdown: '# Open to all' });
    expect((await preview(lectures.openVideo)).body).toMatchObject({ kind: 'video', playback });
    const asked = service.sidecar.invocations.length;
    for (const id of [lectures.article, lectures.video])
      expect(await preview(id)).toMatchObject({ status: 403, body: { code: 'lecture.not-open' } });
    expect(service.sidecar.invocations).toHaveLength(asked);
  });

  test('a video that is not ready is not there, neither to read nor to preview', async () => {
    for (const answer of [await read(lectures.early), await preview(lectures.early)])
      expect(answer).toMatchObject({ status: 404, body: { code: 'lecture.not-found' } });
  });

  test('a preview needs its own course, and that on sale', async () => {
    const author = anAuthor(service);
    const other = await author.onSale('Another');
    expect(await preview(lectures.openArticle, other.slug)).toMatchObject({
      status: 404,
      body: { code: 'lecture.not-found' },
    });
    let draft = await author.addArticle(await author.complete('Unseen'), { preview: true });
    const lectureId = draft.sections[0]?.lectures[1]?.id ?? '';
    expect(await preview(lectureId, draft.slug)).toMatchObject({ status: 404, body: { code: 'course.not-found' } });
    draft = await author.publish(draft);
    expect((await preview(lectureId, draft.slug)).status).toBe(200);
    await author.unpublish(draft);
    expect((await preview(lectureId, draft.slug)).status).toBe(404);
  });

  test('who has not bought the course gets neither text nor address', async () => {
    answerPlayback(201, playback);
    const stranger = service.tokens.tokenOf(newId());
    for (const id of Object.values(lectures)) {
      const answer = await service.call('GET', `/learning/${course.id}/lectures/${id}`, { token: stranger });
      expect(answer).toMatchObject({ status: 403, body: { code: 'enrollment.required' } });
    }
    const { body } = await service.call('GET', `/courses/${course.slug}`);
    expect(JSON.stringify(body)).not.toMatch(/mediaId|contentId|markdown|playback/);
    expect(JSON.stringify(body)).not.toContain(media.id);
  });

  test('when media-service cannot give an address it is unavailable; when the video is gone, so is the lecture', async () => {
    answerPlayback(503, undefined);
    expect(await read(lectures.video)).toMatchObject({ status: 503, body: { code: 'service.unavailable' } });
    answerPlayback(404, noMedia.body);
    expect(await read(lectures.video)).toMatchObject({ status: 404, body: { code: 'lecture.not-found' } });
  });
});
