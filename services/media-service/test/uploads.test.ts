import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '@studynotion/service-kit';
import { sampleMp4, samplePng, sampleWebm } from '../../../sandbox/src/samples/index.ts';
import { type MediaTest, startMediaTest } from './media-fixture.ts';

const png = samplePng({ width: 64, height: 48 });
const mp4 = sampleMp4({ seconds: 3 });
const many = <Item>(count: number, make: () => Promise<Item>) => Promise.all(Array.from({ length: count }, make));

describe('uploads', () => {
  let media: MediaTest;
  beforeAll(async () => {
    media = await startMediaTest();
  });
  afterAll(() => media.stop());

  const announced = async (person = media.student(), bytes = png) => {
    const { body } = await media.announce(person, bytes);
    return { person, upload: body, id: body.mediaId as string };
  };

  describe('are announced', () => {
    test('and get parameters that are signed for one place, one kind and an hour', async () => {
      const { body, status } = await media.announce(media.student(), png);
      expect(status).toBe(201);
      expect(body).toMatchObject({
        chunkSize: 20_000_000,
        url: expect.stringMatching(/\/v1_1\/studynotion\/image\/upload$/),
      });
      expect(body.fields).toEqual({
        allowed_formats: 'jpg,png,webp',
        api_key: '123456789012345',
        notification_url: 'http://localhost:3008/api/v1/webhooks/cloudinary',
        overwrite: 'false',
        public_id: `studynotion/${body.mediaId}`,
        signature: expect.stringMatching(/^[0-9a-f]{40}$/),
        timestamp: expect.stringMatching(/^\d+$/),
        type: 'authenticated',
      });
      expect(Date.parse(body.expiresAt)).toBe((Number(body.fields.timestamp) + 3600) * 1000);
      expect(JSON.stringify(body)).not.toContain('the api secret');
      expect(await media.stored(body.mediaId)).toMatchObject({ state: 'awaiting-upload', version: 1, kind: 'image' });
    });

    test.each([
      ['another place', { public_id: 'studynotion/elsewhere' }],
      ['another format', { allowed_formats: 'svg,jpg,png' }],
      ['a version made at once', { eager: 'w_100' }],
      ['an address of the uploader', { notification_url: 'https://elsewhere.example' }],
      ['overwriting', { overwrite: 'true' }],
      ['a public kind', { type: 'upload' }],
    ])('and the provider takes nothing with %s', async (_what, change) => {
      const { upload, id } = await announced();
      const answer = await media.send(upload, png, change as unknown as Record<string, string>);
      expect(answer.ok).toBe(false);
      expect(await media.hasBytes(id)).toBe(false);
    });

    test('of videos are for approved instructors', async () => {
      const refused = { status: 403, body: { code: 'access.denied' } };
      expect(await media.announce(media.student(), mp4, { kind: 'video' })).toMatchObject(refused);
      const accountId = newId();
      const token = media.service.tokens.tokenOf(accountId, { role: 'instructor', approved: false });
      expect(await media.announce({ accountId, token }, mp4, { kind: 'video' })).toMatchObject(refused);
      expect(await media.announce({ accountId, token }, png)).toMatchObject({ status: 201 });
      expect(await media.announce(media.instructor(), mp4, { kind: 'video' })).toMatchObject({ status: 201 });
    });

    test('60 pictures an hour for each account, also when many ask at once', async () => {
      const person = media.student();
      for (let count = 0; count < 57; count += 1) await media.announce(person, png);
      const answers = await many(8, () => media.announce(person, png));
      expect(answers.filter(({ status }) => status === 201).length).toBeLessThanOrEqual(3);
      expect((await media.announce(person, png)).status).toBe(429);
      expect((await media.announce(media.student(), png)).status).toBe(201);
      expect((await media.later(3601, () => media.announce(person, png))).status).toBe(201);
    });

    test.each([
      ['too large a picture', { size: 10_000_001 }],
      ['too large a video', { kind: 'video', size: 2_000_000_001, contentType: 'video/mp4' }],
      ['nothing', { size: 0 }],
      ['half a byte', { size: 0.5 }],
      ['a script that is a picture', { contentType: 'image/svg+xml' }],
      ['a page', { contentType: 'text/html' }],
      ['a video as a picture', { contentType: 'video/mp4' }],
      ['captions', { kind: 'captions' }],
      ['a name of two lines', { fileName: 'a\nb' }],
      ['an owner', { ownerId: newId() }],
      ['a state', { state: 'ready' }],
      ['an operator', { size: { $gt: 0 } }],
    ])('refused: %s', async (_what, change) => {
      const person = media.instructor();
      expect(await media.announce(person, png, change as never)).toMatchObject({ status: 400 });
      expect(await media.service.database.collection('media').countDocuments({ ownerId: person.accountId })).toBe(0);
    });
  });

  describe('that arrived', () => {
    test('make a picture ready, announced once, whose address gives it made anew and nothing else', async () => {
      const person = media.student();
      const id = await media.upload(person, png);
      const { body } = await media.get(person, id);
      expect(body).toMatchObject({ id, kind: 'image', state: 'ready', version: 3, fileName: 'my file' });
      expect(body.imageUrl).toMatch(/\/image\/authenticated\/s--[\w-]{8}--\/[^/]*c_limit[^/]*\/v1\/studynotion\//);
      expect((await fetch(body.imageUrl)).headers.get('content-type')).toBe('image/png');
      expect((await fetch(body.imageUrl.replace(/s--.*--\/[^/]*\//, ''))).status).toBe(401);
      expect(await media.eventsOf(id)).toEqual({
        uploaded: [{ aggregateId: id, version: 3, ownerId: person.accountId, kind: 'image', imageUrl: body.imageUrl }],
        failed: [],
        deleted: [],
      });
    });

    test.each([
      ['MP4 with its index in front', sampleMp4({ seconds: 7 }), 'video/mp4', 7],
      [
        'MP4 with its index at the end',
        sampleMp4({ seconds: 4, width: 320, height: 240, index: 'end' }),
        'video/mp4',
        4,
      ],
      ['WebM', sampleWebm({ seconds: 65 }), 'video/webm', 65],
    ] as const)('tell the length of a video from its file: %s', async (_what, bytes, contentType, seconds) => {
      const person = media.instructor();
      const id = await media.upload(person, bytes, { kind: 'video', contentType });
      expect((await media.get(person, id)).body).toMatchObject({ state: 'ready', durationSeconds: seconds });
      const { uploaded } = await media.eventsOf(id);
      expect(uploaded).toEqual([
        { aggregateId: id, version: 3, ownerId: person.accountId, kind: 'video', durationSeconds: seconds },
      ]);
    });

    test('are what their first bytes say, whatever the browser said', async () => {
      const person = media.student();
      const id = await media.upload(person, png, { contentType: 'image/jpeg', fileName: 'photo.jpg' });
      expect((await media.get(person, id)).body.state).toBe('ready');
      expect(await media.stored(id)).toMatchObject({ format: 'png' });
    });

    const cut = (bytes: Buffer, by: number) => bytes.subarray(0, bytes.length - by);
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const noise = (length: number) => Buffer.from(Array.from({ length }, (_, index) => (index * 97 + 13) % 251));

    test.each([
      [
        'a page under a picture’s name',
        'image',
        Buffer.from('<!doctype html><script>alert(1)</script>'),
        /none of JPEG/,
      ],
      ['a picture that runs scripts', 'image', svg, /none of JPEG/],
      ['a program', 'image', Buffer.from('MZ\x90\0\x03\0\0\0'.padEnd(200, '\0'), 'latin1'), /none of JPEG/],
      ['a video as a picture', 'image', mp4, /none of JPEG/],
      ['a picture as a video', 'video', png, /none of MP4/],
      ['nothing but noise', 'video', noise(5000), /none of MP4/],
      ['a picture that is cut off', 'image', cut(png, 20), /cut off/],
      ['a video that is cut off', 'video', cut(mp4, 2000), /cut off/],
      ['a video whose index is cut off', 'video', cut(sampleMp4({ seconds: 2, index: 'end' }), 100), /cut off/],
      ['a WebM that is cut off', 'video', cut(sampleWebm({ seconds: 2 }), 3), /cut off/],
      ['a video that does not say how long it is', 'video', sampleWebm({ seconds: 2, withLength: false }), /how long/],
      ['a video of 13 hours', 'video', sampleWebm({ seconds: 13 * 3600 }), /longer than 12 hours/],
      ['a picture too wide', 'image', samplePng({ width: 8200, height: 1 }), /8192 pixels/],
      [
        'only the beginning of a picture',
        'image',
        Buffer.concat([png.subarray(0, 16), noise(50), png.subarray(-12)]),
        /none of JPEG|cannot be read/,
      ],
      ['an MP4 without anything in it', 'video', mp4.subarray(0, 32), /no pictures|cannot be read/],
    ] as const)('are refused for what they are, and destroyed: %s', async (_what, kind, bytes, reason) => {
      const person = media.instructor();
      // The provider would let in none of these; here its check failed it.
      const harmless = kind === 'image' ? png : mp4;
      const { body: upload } = await media.announce(person, bytes, { kind });
      expect((await media.send(upload, harmless)).ok).toBe(true);
      await media.swapBytes(kind, upload.mediaId, bytes);
      await media.complete(person, upload.mediaId);
      await media.runJob('checks');

      const { body } = await media.get(person, upload.mediaId);
      expect(body).toMatchObject({ state: 'failed', reason: expect.stringMatching(reason) });
      expect(body.imageUrl).toBeUndefined();
      await media.runJob('destructions');
      expect(await media.hasBytes(upload.mediaId)).toBe(false);
      const { uploaded, failed } = await media.eventsOf(upload.mediaId);
      expect([uploaded, failed]).toEqual([[], [expect.objectContaining({ version: 3, reason: body.reason })]]);
    });

    test.each([
      ['smaller', 1],
      ['larger', -1],
    ])('are refused where they are %s than was announced', async (_what, by) => {
      const person = media.student();
      const id = await media.upload(person, png, { size: png.length + by });
      expect((await media.get(person, id)).body).toMatchObject({
        state: 'failed',
        reason: expect.stringContaining('another size'),
      });
    });

    test('cannot be replaced, neither while they are good nor after they failed', async () => {
      const { person, upload, id } = await announced();
      await media.send(upload, png);
      await media.complete(person, id);
      await media.runJob('checks');
      const other = samplePng({ width: 1, height: 1 });
      expect(await (await media.send(upload, other)).json()).toMatchObject({ existing: true, bytes: png.length });

      const bad = await announced(person, Buffer.alloc(png.length + 1));
      await media.send(bad.upload, png);
      await media.complete(person, bad.id);
      await media.runJob('checks');
      await media.runJob('destructions');
      expect((await media.send(bad.upload, png)).ok).toBe(true);
      await media.complete(person, bad.id);
      expect((await media.get(person, bad.id)).body.state).toBe('failed');
      expect(await media.hasBytes(bad.id)).toBe(true);
      await media.later(3600 + 601, () => media.runJob('destructions'));
      expect(await media.hasBytes(bad.id)).toBe(false);
      expect(await media.stored(bad.id)).not.toHaveProperty('destroyAt');
    });
  });

  describe('of which somebody says that they are there', () => {
    test('are looked for, and waited for on where they are not', async () => {
      const { person, upload, id } = await announced();
      expect(await media.complete(person, id)).toMatchObject({ status: 202, body: { state: 'checking' } });
      await media.runJob('checks');
      expect((await media.get(person, id)).body.state).toBe('awaiting-upload');
      expect(await media.eventsOf(id)).toEqual({ uploaded: [], failed: [], deleted: [] });

      await media.send(upload, png);
      await media.complete(person, id);
      await media.runJob('checks');
      expect((await media.get(person, id)).body.state).toBe('ready');
    });

    test('ten times at once are announced once', async () => {
      const { person, upload, id } = await announced();
      await media.send(upload, png);
      const answers = await many(10, () => media.complete(person, id));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
      await media.runJob('checks');
      await media.complete(person, id);
      await media.runJob('checks');
      expect((await media.get(person, id)).body.state).toBe('ready');
      expect((await media.eventsOf(id)).uploaded).toHaveLength(1);
    });

    test('while a look that came too early is under way are looked at once more', async () => {
      const { person, upload, id } = await announced();
      await media.complete(person, id);
      await media.runJob('checks');
      await media.complete(person, id);
      await media.parts.checks.settle();
      const early = (await media.parts.media.find(id)) ?? (undefined as never);
      await media.service.database.collection('media').updateOne({ _id: id as never }, { $set: { state: 'checking' } });
      const looking = { ...early, state: 'checking' as const };
      await media.send(upload, png);
      await media.parts.media.tell(id);
      expect(await media.parts.media.awaitUpload(looking)).toBe(false);
      await media.runJob('checks');
      expect((await media.get(person, id)).body.state).toBe('ready');
    });

    test('another’s, deleted and unknown media is not there', async () => {
      const { id } = await announced();
      const stranger = media.student();
      const missing = { status: 404, body: { code: 'media.not-found' } };
      for (const unknown of [id, newId()]) {
        expect(await media.complete(stranger, unknown)).toMatchObject(missing);
        expect(await media.get(stranger, unknown)).toMatchObject(missing);
        const { token } = stranger;
        expect(await media.service.call('DELETE', `/media/${unknown}`, { token })).toMatchObject(missing);
      }
      expect(await media.stored(id)).toMatchObject({ state: 'awaiting-upload', tellings: 0 });
    });

    test('while the provider does not answer are looked at later', async () => {
      const { person, upload, id } = await announced();
      await media.send(upload, png);
      const route = 'GET /v1_1/:cloud/:resourceType/download';
      for (const effect of [{ status: 500 }, { status: 420 }, { reset: true }]) {
        await media.control('PUT', '/faults', { route, ...effect });
        await media.complete(person, id);
        await media.runJob('checks');
        expect((await media.get(person, id)).body.state).toBe('checking');
      }
      await media.later(10, () => media.runJob('checks'));
      expect((await media.get(person, id)).body.state).toBe('ready');
    });
  });

  describe('of which the provider tells', () => {
    test('are looked at', async () => {
      const { person, upload, id } = await announced();
      await media.send(upload, png);
      const { body } = await media.notificationAbout(id);
      expect(await media.notify(JSON.stringify(body))).toMatchObject({ status: 200, body: { received: true } });
      await media.runJob('checks');
      expect((await media.get(person, id)).body.state).toBe('ready');
      expect(await media.notify(JSON.stringify(body))).toMatchObject({ status: 200 });
      await media.runJob('checks');
      expect((await media.eventsOf(id)).uploaded).toHaveLength(1);
    });

    test('are not believed for what is told of them', async () => {
      const { person, id } = await announced();
      const lie = { notification_type: 'upload', public_id: `studynotion/${id}`, format: 'png', bytes: png.length };
      expect(await media.notify(JSON.stringify(lie))).toMatchObject({ status: 200 });
      await media.runJob('checks');
      expect((await media.get(person, id)).body.state).toBe('awaiting-upload');
    });

    test.each([
      ['a wrong signature', { signature: '0'.repeat(40) }],
      ['none', { signature: '' }],
      ['one of another length', { signature: 'ü' }],
      ['another secret', { secret: 'another' }],
      ['a time two hours ago', { timestamp: Math.floor(Date.now() / 1000) - 7201 }],
      ['a time to come', { timestamp: Math.floor(Date.now() / 1000) + 400 }],
    ])('are ignored where the signature is not right: %s', async (_what, change) => {
      const { id } = await announced();
      const body = JSON.stringify({ notification_type: 'upload', public_id: `studynotion/${id}` });
      expect(await media.notify(body, change)).toMatchObject({
        status: 401,
        body: { code: 'webhook.signature-invalid' },
      });
      expect(await media.stored(id)).toMatchObject({ state: 'awaiting-upload', tellings: 0 });
    });

    test('are ignored where a byte or the time differs from what was signed', async () => {
      const { id } = await announced();
      const body = JSON.stringify({ notification_type: 'upload', public_id: `studynotion/${id}` });
      const timestamp = Math.floor(Date.now() / 1000);
      const { createHash } = await import('node:crypto');
      const signature = createHash('sha1').update(`${body}${timestamp}the api secret`).digest('hex');
      expect((await media.notify(`${body} `, { timestamp, signature })).status).toBe(401);
      expect((await media.notify(body, { timestamp: timestamp - 1, signature })).status).toBe(401);
      expect((await media.notify(body, { timestamp, signature })).status).toBe(200);
    });

    test.each([
      ['other news', { notification_type: 'delete', public_id: 'studynotion/x' }],
      ['another folder', { notification_type: 'upload', public_id: `elsewhere/${'a'.repeat(24)}` }],
      ['no id', { notification_type: 'upload', public_id: 'studynotion/../x' }],
      ['unknown media', { notification_type: 'upload', public_id: `studynotion/${'a'.repeat(24)}` }],
      ['an operator', { notification_type: 'upload', public_id: { $gt: '' } }],
      ['nothing', {}],
    ])('and what is not about an upload of ours is taken and dropped: %s', async (_what, body) => {
      expect(await media.notify(JSON.stringify(body))).toMatchObject({ status: 200, body: { received: true } });
    });

    test('no JSON at all is taken and dropped', async () => {
      expect(await media.notify('{"half":')).toMatchObject({ status: 200 });
    });
  });
});
