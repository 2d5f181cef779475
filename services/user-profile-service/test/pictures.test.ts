import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { accountRegistered, mediaDeleted, profileChanged } from '@studynotion/contracts';
import { configure, newId } from '@studynotion/service-kit';
import { startTestService, type TestService } from '@studynotion/service-kit/testing';
import { userProfileService } from '../src/app.ts';
import { Settings } from '../src/config.ts';

describe('the picture of a profile', () => {
  let service: TestService;
  let accountId: string;
  let mediaId: string;
  let token: string;
  beforeAll(async () => {
    service = await startTestService(userProfileService, configure('user-profile-service', Settings, {}));
  });
  afterAll(() => service.stop());
  beforeEach(async () => {
    service.sidecar.mend();
    accountId = newId();
    mediaId = newId();
    token = service.tokens.tokenOf(accountId);
    await service.deliver(accountRegistered, {
      aggregateId: accountId,
      version: 1,
      email: `${accountId}@example.org`,
      firstName: 'Asha',
      lastName: 'Rao',
      role: 'student',
      approved: true,
      registeredAt: '2026-01-02T03:04:05.000Z',
    });
  });

  const imageUrl = 'https://pictures.example/asha.jpg';
  const answerForMedia = (fields: object = {}) =>
    service.sidecar.respond('media-service', `GET /internal/media/${mediaId}`, () => ({
      status: 200,
      body: { id: mediaId, ownerId: accountId, kind: 'image', state: 'ready', version: 2, imageUrl, ...fields },
    }));
  const put = (body: unknown = { mediaId }) => service.call('PUT', '/profile/picture', { token, body });
  const stored = () =>
    service.database.collection<{ _id: string }>('profiles').findOne({ _id: accountId }, { projection: { outbox: 0 } });
  const announced = async () => {
    await service.relay();
    return service.sidecar.publishedOf(profileChanged).filter(({ aggregateId }) => aggregateId === accountId);
  };

  test('is taken, shown to everybody, and announced with its media', async () => {
    answerForMedia();
    expect(await put()).toMatchObject({ status: 200, body: { pictureUrl: imageUrl, firstName: 'Asha', version: 2 } });
    expect((await service.call('GET', `/profile/${accountId}`)).body).toEqual({
      accountId,
      firstName: 'Asha',
      lastName: 'Rao',
      pictureUrl: imageUrl,
    });
    expect((await announced()).at(-1)).toMatchObject({ version: 2, pictureUrl: imageUrl, pictureMediaId: mediaId });
  });

  test('stays where other fields change, and where the same is taken again nothing is announced', async () => {
    answerForMedia();
    await put();
    await service.call('PATCH', '/profile', { token, body: { about: 'I paint.' } });
    expect(await put()).toMatchObject({ status: 200, body: { pictureUrl: imageUrl, about: 'I paint.', version: 3 } });
    expect((await announced()).map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  test('goes with DELETE, once', async () => {
    answerForMedia();
    await put();
    const remove = () => service.call('DELETE', '/profile/picture', { token });
    expect((await remove()).body).not.toHaveProperty('pictureUrl');
    expect(await remove()).toMatchObject({ status: 200, body: { version: 3 } });
    expect((await announced()).at(-1)).toEqual({
      aggregateId: accountId,
      version: 3,
      firstName: 'Asha',
      lastName: 'Rao',
    });
    expect(await stored()).not.toHaveProperty('pictureMediaId');
  });

  test.each([
    ['somebody else’s', { ownerId: '0'.repeat(24) }, 404, 'media.not-found'],
    ['a video', { kind: 'video', imageUrl: undefined }, 409, 'media.unsuitable'],
    ['one that is being checked', { state: 'checking', imageUrl: undefined }, 409, 'media.unsuitable'],
    ['one that failed', { state: 'failed', imageUrl: undefined }, 409, 'media.unsuitable'],
  ])('%s is refused', async (_case, fields, status, code) => {
    answerForMedia(fields);
    expect(await put()).toMatchObject({ status, body: { code } });
    expect(await stored()).toMatchObject({ version: 1 });
    expect(await stored()).not.toHaveProperty('pictureUrl');
  });

  test('one that does not exist is refused, and without media-service nothing is taken', async () => {
    service.sidecar.respond('media-service', `GET /internal/media/${mediaId}`, () => ({
      status: 404,
      body: { type: 'x', title: 'x', status: 404, code: 'media.not-found' },
    }));
    expect(await put()).toMatchObject({ status: 404, body: { code: 'media.not-found' } });
    service.sidecar.break('invoke');
    expect(await put()).toMatchObject({ status: 503, body: { code: 'service.unavailable' } });
    expect(await stored()).toMatchObject({ version: 1 });
  });

  test.each([
    {},
    { mediaId: 'x' },
    { mediaId: { $gt: '' } },
    { mediaId: '0'.repeat(24), pictureUrl: 'https://evil.example' },
  ])('%j is no picture', async (body) => {
    expect((await put(body)).status).toBe(400);
  });

  test('that was deleted at the same moment goes with its event; another one stays', async () => {
    answerForMedia();
    await put();
    const gone = { version: 3, ownerId: accountId, kind: 'image' as const };
    expect(await service.deliver(mediaDeleted, { ...gone, aggregateId: newId() })).toBe(200);
    expect(await stored()).toMatchObject({ pictureMediaId: mediaId });
    expect(await service.deliver(mediaDeleted, { ...gone, aggregateId: mediaId })).toBe(200);
    expect(await service.deliver(mediaDeleted, { ...gone, aggregateId: mediaId })).toBe(200);
    expect(await stored()).not.toHaveProperty('pictureUrl');
    expect((await announced()).at(-1)).toEqual({
      aggregateId: accountId,
      version: 3,
      firstName: 'Asha',
      lastName: 'Rao',
    });
  });
});
