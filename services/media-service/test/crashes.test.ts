import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { accountDeleted, mediaAccountErased } from '@studynotion/contracts';
import { eventRoute } from '@studynotion/platform';
import { CLAIM_SECONDS, newId } from '@studynotion/service-kit';
import { samplePng } from '../../../sandbox/src/samples/index.ts';
import { cloud, type MediaTest, startMediaTest } from './media-fixture.ts';
import type { ServiceProcess } from './service-process.ts';

const png = samplePng({ width: 8, height: 8 });

/** Each test starts a process. */
jest.setTimeout(60_000);

/** One replica dies by a kill in the middle of its work; the other one, in this process, goes on. */
describe('a process that dies', () => {
  let media: MediaTest;
  let folder: string;
  let replica: ServiceProcess;
  beforeAll(async () => {
    media = await startMediaTest();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'media-faults-'));
    replica = media.replica(folder);
    await replica.start();
  });
  afterEach(async () => {
    await replica.stop();
    await rm(folder, { recursive: true });
  });
  afterAll(() => media.stop());

  const dieAt = (point: string) => writeFile(join(folder, point), '');
  /** The provider tells the replica of an upload. */
  const tellReplica = (mediaId: string) => {
    const body = JSON.stringify({ notification_type: 'upload', public_id: `studynotion/${mediaId}` });
    const timestamp = Math.floor(Date.now() / 1000);
    const signature = createHash('sha1').update(`${body}${timestamp}${cloud.apiSecret}`).digest('hex');
    return replica.post('/api/v1/webhooks/cloudinary', body, {
      'x-cld-timestamp': String(timestamp),
      'x-cld-signature': signature,
    });
  };
  const sent = async (size = png.length) => {
    const person = media.student();
    const { body } = await media.announce(person, png, { size });
    await media.send(body, png);
    return { person, id: body.mediaId as string };
  };
  const deletion = (accountId: string) => ({
    aggregateId: accountId,
    version: 2,
    email: 'asha@example.org',
    firstName: 'Asha',
    deletedAt: '2026-01-01T00:00:00.000Z',
  });
  const eraseAtReplica = (accountId: string) => {
    const { type } = accountDeleted;
    const envelope = { specversion: '1.0', id: newId(), type, source: 'auth-service', data: deletion(accountId) };
    return replica.post(eventRoute(accountDeleted), JSON.stringify(envelope), {
      'content-type': 'application/cloudevents+json',
    });
  };

  test('between the look at the bytes and the note of it: another looks again, and it is announced once', async () => {
    const { person, id } = await sent();
    await dieAt('media-checked-before-store');
    await tellReplica(id);
    expect(await replica.ended()).toBe('SIGKILL');
    expect((await media.get(person, id)).body.state).toBe('checking');
    await media.runJob('checks');
    expect((await media.get(person, id)).body.state).toBe('checking');
    await media.later(CLAIM_SECONDS + 1, () => media.runJob('checks'));
    expect((await media.get(person, id)).body.state).toBe('ready');
    expect((await media.eventsOf(id)).uploaded).toHaveLength(1);
  });

  test('between the note and the news of it: the news come all the same', async () => {
    const { person, id } = await sent();
    await dieAt('outbox-before-publish.media');
    await tellReplica(id);
    expect(await replica.ended()).toBe('SIGKILL');
    expect((await media.get(person, id)).body.state).toBe('ready');
    expect((await media.eventsOf(id)).uploaded).toHaveLength(1);
  });

  test('between the bytes being destroyed and the note of it: they are destroyed again, and that is all', async () => {
    const { id } = await sent(png.length + 1);
    await dieAt('media-bytes-destroyed-before-store');
    await tellReplica(id);
    expect(await replica.ended()).toBe('SIGKILL');
    expect(await media.hasBytes(id)).toBe(false);
    const { destroyAt } = (await media.stored(id)) ?? {};
    await media.later(61, () => media.runJob('destructions'));
    expect((await media.stored(id))?.destroyAt).not.toEqual(destroyAt);
    await media.later(2 * 3600, () => media.runJob('destructions'));
    expect(await media.stored(id)).not.toHaveProperty('destroyAt');
    // The news left before or with the process; none is left behind.
    await media.service.relay();
    expect((await media.eventsOf(id)).failed.length).toBeLessThanOrEqual(1);
    const pending = { _id: id as never, outbox: { $exists: true } };
    expect(await media.service.database.collection('media').countDocuments(pending)).toBe(0);
  });

  test('in the middle of an erasure: the next delivery ends it, with one receipt', async () => {
    const { person, id } = await sent();
    await dieAt('media-account-erased-before-receipt');
    expect(await eraseAtReplica(person.accountId)).toBeUndefined();
    expect(await replica.ended()).toBe('SIGKILL');
    expect(await media.service.deliver(accountDeleted, deletion(person.accountId))).toBe(200);
    await media.later(61, () => media.runJob('destructions'));
    expect(await media.hasBytes(id)).toBe(false);
    expect((await media.eventsOf(id)).deleted).toHaveLength(1);
    const receipts = media.service.sidecar
      .publishedOf(mediaAccountErased)
      .filter(({ aggregateId }) => aggregateId === person.accountId);
    expect(receipts).toHaveLength(1);
  });
});
