import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { accountDeleted, courseMediaUsed, mediaAccountErased, profileChanged } from '@studynotion/contracts';
import { newId } from '@studynotion/service-kit';
import { sampleMp4, samplePng } from '../../../sandbox/src/samples/index.ts';
import { type MediaTest, type Person, startMediaTest } from './media-fixture.ts';

const png = samplePng({ width: 64, height: 48 });
const mp4 = sampleMp4({ seconds: 3 });
const DAY = 24 * 3600;
const many = <Item>(count: number, make: () => Promise<Item>) => Promise.all(Array.from({ length: count }, make));

describe('media', () => {
  let media: MediaTest;
  beforeAll(async () => {
    media = await startMediaTest();
  });
  afterAll(() => media.stop());

  const aPicture = async (person = media.student()) => ({ person, id: await media.upload(person, png) });
  const aVideo = async (person = media.instructor()) => ({
    person,
    id: await media.upload(person, mp4, { kind: 'video' }),
  });
  const remove = ({ token }: Person, id: string) => media.service.call('DELETE', `/media/${id}`, { token });
  const courseUses = (courseId: string, version: number, mediaIds: string[]) =>
    media.service.deliver(courseMediaUsed, { aggregateId: courseId, version, mediaIds });
  const profileShows = (accountId: string, version: number, pictureMediaId?: string) =>
    media.service.deliver(profileChanged, {
      aggregateId: accountId,
      version,
      firstName: 'Asha',
      lastName: 'Rao',
      ...(pictureMediaId === undefined ? {} : { pictureMediaId }),
    });
  const stateOf = async (id: string) => (await media.stored(id))?.state;
  const sweepAfter = (seconds: number) => media.later(seconds, () => media.runJob('orphans'));

  describe('that its owner deletes', () => {
    test('is gone with its bytes, which is announced once, however often and at once it is asked for', async () => {
      const { person, id } = await aPicture();
      const answers = await many(5, () => remove(person, id));
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status === 204)).toHaveLength(1);
      expect(statuses.filter((status) => status === 404)).toHaveLength(4);
      await media.runJob('destructions');
      expect(await media.hasBytes(id)).toBe(false);
      expect(await media.get(person, id)).toMatchObject({ status: 404 });
      expect((await media.attachable(id)).status).toBe(404);
      expect(await media.stored(id)).toMatchObject({ state: 'deleted', fileName: '' });
      expect((await media.eventsOf(id)).deleted).toEqual([
        { aggregateId: id, version: 4, ownerId: person.accountId, kind: 'image' },
      ]);
    });

    test('stays as long as a course or a profile shows it', async () => {
      const { person, id } = await aPicture();
      const courseId = newId();
      await courseUses(courseId, 1, [newId(), id]);
      expect(await remove(person, id)).toMatchObject({ status: 409, body: { code: 'media.in-use' } });
      await profileShows(person.accountId, 2, id);
      await courseUses(courseId, 2, []);
      expect(await remove(person, id)).toMatchObject({ status: 409 });
      await profileShows(person.accountId, 3);
      expect(await remove(person, id)).toMatchObject({ status: 204 });
    });

    test('late news of who uses it does not count', async () => {
      const { person, id } = await aPicture();
      const courseId = newId();
      await courseUses(courseId, 2, []);
      await courseUses(courseId, 1, [id]);
      expect(await remove(person, id)).toMatchObject({ status: 204 });
    });

    test('while its bytes are being looked at never comes back', async () => {
      const person = media.student();
      const { body: upload } = await media.announce(person, png);
      await media.send(upload, png);
      await media.parts.media.tell(upload.mediaId);
      const looking = await media.parts.media.find(upload.mediaId);
      await remove(person, upload.mediaId);
      expect(await media.parts.media.accept(looking ?? (undefined as never), { format: 'png' }, undefined)).toBe(false);
      await media.runJob('checks');
      await media.parts.media.tell(upload.mediaId);
      expect(await stateOf(upload.mediaId)).toBe('deleted');
      await media.runJob('destructions');
      expect(await media.hasBytes(upload.mediaId)).toBe(false);
      expect((await media.eventsOf(upload.mediaId)).uploaded).toEqual([]);
    });
  });

  describe('that is left alone', () => {
    test('fails after a day where nothing ever came', async () => {
      const person = media.student();
      const { body: upload } = await media.announce(person, png);
      await sweepAfter(DAY - 60);
      expect(await stateOf(upload.mediaId)).toBe('awaiting-upload');
      await media.later(DAY + 60, async () => {
        await media.runJob('orphans');
        await media.runJob('checks');
      });
      expect((await media.get(person, upload.mediaId)).body).toMatchObject({
        state: 'failed',
        reason: 'The file never arrived.',
      });
      expect((await media.eventsOf(upload.mediaId)).failed).toHaveLength(1);
    });

    test('is found by the sweep where the bytes came and nobody told', async () => {
      const person = media.student();
      const { body: upload } = await media.announce(person, png);
      await media.send(upload, png);
      await media.later(DAY + 60, async () => {
        await media.runJob('orphans');
        await media.runJob('checks');
      });
      expect(await stateOf(upload.mediaId)).toBe('ready');
    });

    test('goes after a day where it was never used', async () => {
      const { id } = await aPicture();
      await sweepAfter(DAY - 60);
      expect(await stateOf(id)).toBe('ready');
      await media.later(DAY + 60, () => media.runJob('orphans'));
      expect(await stateOf(id)).toBe('deleted');
      expect(await media.hasBytes(id)).toBe(false);
      expect((await media.eventsOf(id)).deleted).toHaveLength(1);
    });

    test('stays where it is used, and has a day from when it no longer is', async () => {
      const { id } = await aVideo();
      const courseId = newId();
      await courseUses(courseId, 1, [id]);
      await sweepAfter(5 * DAY);
      expect(await stateOf(id)).toBe('ready');
      await media.later(10 * DAY, () => courseUses(courseId, 2, []));
      await sweepAfter(10 * DAY + 3600);
      expect(await stateOf(id)).toBe('ready');
      await sweepAfter(11 * DAY + 60);
      expect(await stateOf(id)).toBe('deleted');
    });

    test('has another day when somebody is about to use it', async () => {
      const { id } = await aPicture();
      await media.later(DAY - 60, () => media.attachable(id));
      await sweepAfter(DAY + 3600);
      expect(await stateOf(id)).toBe('ready');
    });

    test('goes once when many sweep at the same time', async () => {
      const { id } = await aPicture();
      await media.later(DAY + 60, () => many(5, () => media.runJob('orphans')));
      expect((await media.eventsOf(id)).deleted).toHaveLength(1);
    });
  });

  describe('for other services', () => {
    test('tells whose it is and how far', async () => {
      const person = media.instructor();
      const { body: upload } = await media.announce(person, mp4, { kind: 'video' });
      expect(await media.attachable(upload.mediaId)).toMatchObject({
        status: 200,
        body: { id: upload.mediaId, ownerId: person.accountId, kind: 'video', state: 'awaiting-upload', version: 1 },
      });
      expect((await media.attachable(newId())).status).toBe(404);
      const answer = await media.service.call('GET', `/internal/media/${upload.mediaId}`, {
        callerApp: 'payment-service',
      });
      expect(answer.status).toBe(403);
    });

    test('gives an address to watch a video at, with ranges, for an hour and its length', async () => {
      const { id } = await aVideo();
      const { status, body } = await media.playback(id);
      expect(status).toBe(201);
      const left = (Date.parse(body.expiresAt) - Date.now()) / 1000;
      expect(left).toBeGreaterThan(3590);
      expect(left).toBeLessThanOrEqual(3603);
      const answer = await fetch(body.url, { headers: { range: 'bytes=0-99' } });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([206, 'video/mp4']);
      expect(Buffer.from(await answer.arrayBuffer()).equals(mp4.subarray(0, 100))).toBe(true);
      expect(body.url).not.toContain('the%20api%20secret');
    });

    test('the address is refused once it has expired, and where anything of it was changed', async () => {
      const { id } = await aVideo();
      const other = await aVideo();
      const old = await media.later(-3700, () => media.playback(id));
      expect((await fetch(old.body.url)).status).toBe(401);
      const { url } = (await media.playback(id)).body;
      const expiresAt = new URL(url).searchParams.get('expires_at') ?? '';
      expect((await fetch(url.replace(expiresAt, String(Number(expiresAt) + 1)))).status).toBe(401);
      expect((await fetch(url.replace(id, other.id))).status).toBe(401);
      expect((await fetch(url.replace('&type=authenticated', '&type=upload'))).status).toBe(401);
      expect((await fetch(url.replace(/&signature=\w+/, ''))).status).toBe(400);
      expect((await fetch(url)).status).toBe(200);
    });

    test('pictures, and videos that are not ready, cannot be watched', async () => {
      const { body: upload } = await media.announce(media.instructor(), mp4, { kind: 'video' });
      for (const id of [(await aPicture()).id, upload.mediaId, newId()])
        expect(await media.playback(id)).toMatchObject({ status: 404, body: { code: 'media.not-found' } });
      const { id } = await aVideo();
      expect(
        (await media.service.call('POST', `/internal/media/${id}/playbacks`, { callerApp: 'user-profile-service' }))
          .status,
      ).toBe(403);
    });

    test('what is for other services is not there for browsers', async () => {
      const { person, id } = await aVideo();
      const { token } = person;
      expect((await media.service.call('GET', `/internal/media/${id}`, { token })).status).toBe(403);
      expect((await media.service.call('POST', `/internal/media/${id}/playbacks`, { token })).status).toBe(403);
    });
  });

  describe('of an account that is deleted', () => {
    const erase = (accountId: string) =>
      media.service.deliver(accountDeleted, {
        aggregateId: accountId,
        version: 9,
        email: 'asha@example.org',
        firstName: 'Asha',
        deletedAt: '2026-01-01T00:00:00.000Z',
      });
    const receiptsOf = async (accountId: string) => {
      await media.service.relay();
      return media.service.sidecar
        .publishedOf(mediaAccountErased)
        .filter(({ aggregateId }) => aggregateId === accountId);
    };

    test('goes with its bytes, the picture of its profile too; one receipt is sent, however often it is told', async () => {
      const { person, id } = await aPicture();
      const picture = await media.upload(person, png);
      await profileShows(person.accountId, 3, picture);
      const { body: waiting } = await media.announce(person, png);
      const stranger = await aPicture();
      expect(await many(5, () => erase(person.accountId))).toEqual([200, 200, 200, 200, 200]);
      await media.runJob('destructions');
      for (const gone of [id, picture, waiting.mediaId]) {
        expect(await media.stored(gone)).toMatchObject({ state: 'deleted', fileName: '' });
        expect(await media.hasBytes(gone)).toBe(false);
        expect((await media.eventsOf(gone)).deleted).toHaveLength(1);
      }
      expect(await stateOf(stranger.id)).toBe('ready');
      expect(await receiptsOf(person.accountId)).toEqual([
        { aggregateId: person.accountId, version: 1, erasedAt: expect.any(String) },
      ]);
      await profileShows(person.accountId, 4, picture);
      expect(await media.parts.uses.isUsed(picture)).toBe(false);
    });

    test('stays where a course shows it that people bought, without a name, until the course lets go of it', async () => {
      const { person, id } = await aVideo();
      const courseId = newId();
      await courseUses(courseId, 1, [id]);
      await erase(person.accountId);
      expect(await media.stored(id)).toMatchObject({ state: 'ready', fileName: '' });
      expect((await media.playback(id)).status).toBe(201);
      expect(await receiptsOf(person.accountId)).toHaveLength(1);
      await media.runJob('orphans');
      expect(await stateOf(id)).toBe('ready');
      await courseUses(courseId, 2, []);
      await media.runJob('orphans');
      expect(await stateOf(id)).toBe('deleted');
      expect(await media.hasBytes(id)).toBe(false);
    });

    test('without any media is confirmed too', async () => {
      const accountId = newId();
      await erase(accountId);
      expect(await receiptsOf(accountId)).toHaveLength(1);
    });
  });

  describe('when the provider has trouble', () => {
    const route = 'POST /v1_1/:cloud/:resourceType/destroy';

    test.each([
      ['before', 500],
      ['after', 500],
    ] as const)('bytes are destroyed later: an error %s it acted', async (when, status) => {
      const { person, id } = await aPicture();
      await media.control('PUT', '/faults', { route, status, when });
      await remove(person, id);
      await media.parts.destructions.settle();
      expect(await media.stored(id)).toHaveProperty('destroyAt');
      await media.later(61, () => media.runJob('destructions'));
      expect(await media.hasBytes(id)).toBe(false);
    });

    test('a broker that is away keeps the news, and a sweep brings them', async () => {
      media.service.sidecar.break('publish');
      const { id } = await aPicture();
      await expect(media.service.relay()).rejects.toThrow();
      media.service.sidecar.mend();
      expect((await media.eventsOf(id)).uploaded).toHaveLength(1);
    });

    test('without the store of counters nobody uploads', async () => {
      media.service.sidecar.break('state');
      const answer = await media.announce(media.student(), png);
      media.service.sidecar.mend();
      expect(answer).toMatchObject({ status: 503, body: { code: 'service.unavailable' } });
    });
  });
});
