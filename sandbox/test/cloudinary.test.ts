import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { v2 as cloudinary, type UploadApiOptions } from 'cloudinary';
import { isSigned, stringToSign } from '../src/cloudinary/signatures.ts';
import { sampleMp4, samplePng } from '../src/samples/index.ts';
import {
  cloud,
  type RunningSandbox,
  receiveWebhooks,
  runSandbox,
  until,
  type WebhookReceiver,
} from './running-sandbox.ts';
import { shapeDifferences } from './shape-differences.ts';

interface Fixture {
  readonly address: string;
  readonly answer?: object;
  readonly failure?: object;
  readonly request: Record<string, string>;
  readonly secret: string;
  readonly signature: string;
}

const folder = join(import.meta.dirname, '../fixtures/cloudinary');
const fixture = (name: string) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Fixture;
const names = readdirSync(folder).map((file) => file.replace('.json', ''));

let receiver: WebhookReceiver;
let sandbox: RunningSandbox;
let number = 0;
const aName = () => `folder/asset-${++number}`;
const agent = new Agent();
const png = samplePng({ width: 60, height: 40 });

beforeAll(async () => {
  receiver = await receiveWebhooks();
  sandbox = await runSandbox(receiver.url);
});
afterEach(async () => {
  await sandbox.control('DELETE', '');
  receiver.status = 200;
});
afterAll(async () => {
  agent.destroy();
  await sandbox.stop();
  await receiver.stop();
});

/** What the official SDK needs to know of where it is: an address, and an agent that speaks HTTP without TLS. */
const account = (change: Record<string, unknown> = {}) => ({
  cloud_name: cloud.cloudName,
  api_key: cloud.apiKey,
  api_secret: cloud.apiSecret,
  upload_prefix: sandbox.cloudinaryUrl,
  agent,
  ...change,
});

async function fileOf(bytes: Buffer, name = 'sample.bin'): Promise<string> {
  const path = join(tmpdir(), `cloudinary-test-${process.pid}-${name}`);
  await writeFile(path, bytes);
  return path;
}

async function upload(bytes: Buffer, options: Record<string, unknown> = {}) {
  const parameters = { public_id: aName(), ...account(), ...options } as UploadApiOptions;
  return cloudinary.uploader.upload(await fileOf(bytes, 'sample.jpg'), parameters);
}

/** What the SDK throws: some calls wrap the error, others do not. */
const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => Promise.reject(new Error('The call succeeded')),
    (thrown: { error?: { message: string; http_code: number }; message: string; http_code: number }) => ({
      status: (thrown.error ?? thrown).http_code,
      error: { message: (thrown.error ?? thrown).message },
    }),
  );

/** A form as a browser sends it. */
function send(parameters: Record<string, string>, bytes: Buffer, headers: Record<string, string> = {}, kind = 'image') {
  const form = new FormData();
  for (const [name, value] of Object.entries(parameters)) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(bytes)]), 'blob');
  return fetch(`${sandbox.cloudinaryUrl}/v1_1/${cloud.cloudName}/${kind}/upload`, {
    method: 'POST',
    headers,
    body: form,
  });
}

function signed(parameters: Record<string, string>): Record<string, string> {
  const all: Record<string, string> = { timestamp: String(Math.floor(Date.now() / 1000)), ...parameters };
  const signature = createHash('sha1')
    .update(stringToSign(all) + cloud.apiSecret)
    .digest('hex');
  return { ...all, api_key: cloud.apiKey, signature };
}

describe('examples', () => {
  test.each(names)('%s tells where it is from', (name) => {
    expect(fixture(name).address).toMatch(/^https:\/\/(cloudinary\.com\/documentation|github\.com\/cloudinary)\//);
  });

  test('the documented signature is right, and any change makes it wrong', () => {
    const { request, secret, signature } = fixture('signature');
    expect(isSigned({ ...request, api_key: '1', file: 'x', resource_type: 'image', signature }, secret)).toBe(true);
    expect(isSigned({ ...request, public_id: 'sample_images', signature }, secret)).toBe(false);
    expect(isSigned({ ...request, tags: 'more', signature }, secret)).toBe(false);
    expect(isSigned({ ...request, signature }, 'other')).toBe(false);
  });
});

describe('the official SDK', () => {
  test('uploads a picture and gets the documented answer, whatever the name of its file', async () => {
    const answer = await upload(png);
    expect(shapeDifferences(fixture('upload').answer, answer)).toEqual([]);
    expect(answer).toMatchObject({ width: 60, height: 40, format: 'png', bytes: png.length, type: 'upload' });
    const bytes = await fetch(answer.secure_url);
    expect(bytes.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await bytes.arrayBuffer()).equals(png)).toBe(true);
  });

  test('signs by SHA-256 too', async () => {
    expect(await upload(png, { signature_algorithm: 'sha256' })).toMatchObject({ format: 'png' });
  });

  test('uploads a video in parts and finds it again after a restart', async () => {
    const video = sampleMp4({ seconds: 10, width: 320, height: 240 });
    const path = await fileOf(video, 'sample.mp4');
    const publicId = aName();
    const options = { ...account(), resource_type: 'video', type: 'authenticated', public_id: publicId };
    const answer = await new Promise<Record<string, unknown>>((resolve, reject) => {
      const callback = (error: unknown, result: unknown) =>
        error === undefined ? resolve(result as Record<string, unknown>) : reject(error);
      cloudinary.uploader.upload_large(
        path,
        { ...options, chunk_size: 6_000_000 } as UploadApiOptions,
        callback as never,
      );
    });
    expect(answer).toMatchObject({
      public_id: publicId,
      duration: 10,
      format: 'mp4',
      bytes: video.length,
      type: 'authenticated',
    });
    await sandbox.restart();
    const found = await cloudinary.api.resource(publicId, {
      ...account(),
      resource_type: 'video',
      type: 'authenticated',
    });
    expect(found).toMatchObject({ public_id: publicId, duration: 10, width: 320, height: 240, bytes: video.length });
  });

  test('deletes, and says of what is not there that it is not', async () => {
    const { public_id: publicId } = await upload(png);
    expect(await cloudinary.uploader.destroy(publicId, account() as never)).toEqual({ result: 'ok' });
    expect(await cloudinary.uploader.destroy(publicId, account() as never)).toEqual({ result: 'not found' });
    expect(await failureOf(cloudinary.api.resource(publicId, account()))).toMatchObject({ status: 404 });
  });

  test('is told of errors as the real one tells them', async () => {
    const unknown = await failureOf(upload(png, { api_key: '999' }));
    expect(unknown).toEqual({ status: 401, ...fixture('unknown-key').failure });
    const missing = await failureOf(cloudinary.api.resource('store/tour', account()));
    expect(missing).toEqual({ status: 404, ...fixture('not-found').failure });
    expect(await failureOf(upload(png, { api_secret: 'wrong' }))).toMatchObject({
      status: 401,
      error: { message: expect.stringMatching(/^Invalid Signature \w+\. String to sign - 'public_id=/) },
    });
    const old = Math.floor(Date.now() / 1000) - 3_700;
    expect(await failureOf(upload(png, { timestamp: old }))).toMatchObject({
      status: 400,
      error: { message: expect.stringMatching(/^Stale request - reported time is .* more than 1 hour ago$/) },
    });
    expect(await failureOf(upload(Buffer.from('<html></html>')))).toMatchObject({
      status: 400,
      error: { message: 'Invalid image file' },
    });
  });
});

describe('an upload', () => {
  test('from another page is allowed by CORS', async () => {
    const answer = await fetch(`${sandbox.cloudinaryUrl}/v1_1/${cloud.cloudName}/video/upload`, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://localhost:3008',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-range,x-unique-upload-id',
      },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-headers')?.toLowerCase()).toMatch(
      /content-range.*x-unique-upload-id/,
    );
  });

  test('with a parameter that was not signed, another value, or one signed for another is refused', async () => {
    const parameters = signed({ public_id: aName(), overwrite: 'false' });
    const changes: Record<string, string>[] = [
      { tags: 'x' },
      { public_id: aName() },
      { overwrite: 'true' },
      { api_key: '1' },
    ];
    for (const change of changes) expect((await send({ ...parameters, ...change }, png)).status).toBe(401);
    const { signature: _, ...unsigned } = parameters;
    expect((await send(unsigned, png)).status).toBe(400);
    expect((await send(parameters, png)).status).toBe(200);
  });

  test('where something is already leaves it as it is when it must not overwrite', async () => {
    const parameters = signed({ public_id: aName(), overwrite: 'false' });
    await send(parameters, png);
    const answer = await (await send(parameters, samplePng({ width: 1, height: 1 }))).json();
    expect(answer).toMatchObject({ ...fixture('upload-existing').answer, width: 60, bytes: png.length });
  });

  test('of a format that is not allowed is refused, also of a picture that can run scripts', async () => {
    const svg = Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>');
    for (const [bytes, message] of [
      [png, 'Image file format png not allowed'],
      [svg, 'Image file format svg not allowed'],
    ] as const) {
      const answer = await send(signed({ public_id: aName(), allowed_formats: 'jpg,webp' }), bytes);
      expect([answer.status, await answer.json()]).toEqual([400, { error: { message } }]);
    }
  });

  test('in parts says after each that it is not done; a part may come again, none may be left out', async () => {
    const file = Buffer.concat([sampleMp4({ seconds: 1 }), Buffer.alloc(12_000_000)]);
    const parameters = signed({ public_id: aName(), type: 'authenticated' });
    const part = (start: number, end: number, total = file.length) =>
      send(
        parameters,
        file.subarray(start, end),
        { 'x-unique-upload-id': 'an upload', 'content-range': `bytes ${start}-${end - 1}/${total}` },
        'video',
      );
    const first = await (await part(0, 6_000_000)).json();
    expect(shapeDifferences(fixture('upload-part').answer, first)).toEqual([]);
    expect((await part(0, 6_000_000)).status).toBe(200);
    expect((await part(12_000_000, file.length)).status).toBe(400);
    expect((await part(6_000_000, 6_000_010)).status).toBe(400);
    expect(await (await part(6_000_000, 12_000_000)).json()).toMatchObject({ done: false });
    expect(await (await part(12_000_000, file.length)).json()).toMatchObject({ done: true, bytes: file.length });
  });
});

describe('a delivery', () => {
  async function aVideo(type = 'authenticated') {
    const bytes = sampleMp4({ seconds: 2 });
    const publicId = aName();
    await upload(bytes, { resource_type: 'video', type, public_id: publicId });
    return { bytes, publicId };
  }
  /** As the SDK makes it, of a host without TLS. */
  const addressOf = (publicId: string, options: Record<string, unknown> = {}) =>
    cloudinary.url(publicId, {
      cloud_name: cloud.cloudName,
      api_secret: cloud.apiSecret,
      resource_type: 'video',
      type: 'authenticated',
      format: 'mp4',
      secure: false,
      cname: new URL(sandbox.cloudinaryUrl).host,
      sign_url: true,
      ...options,
    });
  const downloadOf = (publicId: string, options: Record<string, unknown> = {}) =>
    cloudinary.utils.private_download_url(publicId, 'mp4', {
      ...account(),
      resource_type: 'video',
      type: 'authenticated',
      ...options,
    } as never);

  test.each([[{}], [{ long_url_signature: true }]])(
    'of what is not public needs the signature, short or long: %j',
    async (options) => {
      const { bytes, publicId } = await aVideo();
      const address = addressOf(publicId, options);
      const answer = await fetch(address);
      expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
      expect((await fetch(addressOf(publicId, { ...options, sign_url: false }))).status).toBe(401);
      expect((await fetch(addressOf(publicId, { ...options, api_secret: 'wrong' }))).status).toBe(401);
      const other = (await aVideo()).publicId;
      expect((await fetch(address.replace(publicId, other))).status).toBe(401);
    },
  );

  test('of a picture that is guarded goes by exactly the transformation that was signed', async () => {
    const publicId = aName();
    await upload(png, { type: 'authenticated', public_id: publicId });
    const picture = {
      resource_type: 'image',
      format: undefined,
      transformation: { crop: 'limit', width: 640, fetch_format: 'auto' },
    };
    const address = addressOf(publicId, picture);
    expect((await fetch(address)).headers.get('content-type')).toBe('image/png');
    expect((await fetch(address.replace('w_640', 'w_6400'))).status).toBe(401);
    expect((await fetch(address.replace(/c_limit[^/]*\//, ''))).status).toBe(401);
  });

  test('answers ranges', async () => {
    const { bytes, publicId } = await aVideo();
    for (const address of [addressOf(publicId), downloadOf(publicId)]) {
      const answer = await fetch(address, { headers: { range: 'bytes=10-19' } });
      expect([answer.status, answer.headers.get('content-range')]).toEqual([206, `bytes 10-19/${bytes.length}`]);
      expect(Buffer.from(await answer.arrayBuffer()).equals(bytes.subarray(10, 20))).toBe(true);
      expect((await fetch(address, { headers: { range: `bytes=${bytes.length}-` } })).status).toBe(416);
    }
  });

  test('by an address that expires holds until then and not after it was altered', async () => {
    const { bytes, publicId } = await aVideo();
    const now = Math.floor(Date.now() / 1000);
    const address = downloadOf(publicId, { expires_at: now + 60 });
    expect(Buffer.from(await (await fetch(address)).arrayBuffer()).equals(bytes)).toBe(true);
    expect((await fetch(address.replace(`${now + 60}`, `${now + 9_999}`))).status).toBe(401);
    expect((await fetch(address.replace(encodeURIComponent(publicId), (await aVideo()).publicId))).status).toBe(401);
    expect((await fetch(downloadOf(publicId, { expires_at: now - 1 }))).status).toBe(401);
    expect((await fetch(downloadOf(publicId, { timestamp: now - 7_200, expires_at: now + 60 }))).status).toBe(200);
    expect((await fetch(downloadOf(publicId, { timestamp: now - 7_200 }))).status).toBe(400);
  });

  test('of another cloud, or of what is not there, is none', async () => {
    expect((await fetch(addressOf('nothing/there'))).status).toBe(404);
    expect((await fetch(addressOf('nothing/there', { cloud_name: 'other' }))).status).toBe(401);
  });
});

describe('a notification', () => {
  interface Shown {
    readonly id: string;
    readonly state: string;
    readonly attempts: readonly number[];
    readonly body: Record<string, unknown>;
  }
  const about = async (publicId: string): Promise<Shown> => {
    const path = `/cloudinary/notifications?about=${encodeURIComponent(publicId)}`;
    return (await sandbox.control<{ items: [Shown] }>('GET', path)).body.items[0];
  };
  const uploaded = async () => (await upload(png, { notification_url: receiver.url })).public_id;
  const received = (publicId: string) => receiver.received.filter(({ body }) => body.includes(`"${publicId}"`));

  test('tells of an upload, signed as the SDK verifies it', async () => {
    const publicId = await uploaded();
    await until(() => received(publicId).length === 1);
    const [{ headers, body }] = received(publicId) as [(typeof receiver.received)[0]];
    expect(JSON.parse(body)).toMatchObject({ notification_type: 'upload', public_id: publicId, bytes: png.length });
    const [signature, timestamp] = [String(headers['x-cld-signature']), Number(headers['x-cld-timestamp'])];
    cloudinary.config({ api_secret: cloud.apiSecret });
    expect(cloudinary.utils.verifyNotificationSignature(body, timestamp, signature)).toBe(true);
    expect(cloudinary.utils.verifyNotificationSignature(`${body} `, timestamp, signature)).toBe(false);
  });

  test('comes three times more when it is refused, and then no more', async () => {
    receiver.status = 503;
    const publicId = await uploaded();
    await until(async () => (await about(publicId)).state === 'failed');
    expect((await about(publicId)).attempts).toEqual([503, 503, 503, 503]);
  });

  test('can be held back, let go twice, and lost', async () => {
    await sandbox.control('PUT', '/cloudinary/notifications', { mode: 'hold' });
    const publicId = await uploaded();
    const { id, state } = await about(publicId);
    expect(state).toBe('held');
    await sandbox.control('POST', '/cloudinary/notifications/release', { ids: [id, id] });
    expect(received(publicId)).toHaveLength(2);
    await sandbox.control('PUT', '/cloudinary/notifications', { mode: 'drop' });
    expect((await about(await uploaded())).state).toBe('dropped');
  });
});

describe('what a test can choose', () => {
  test('other bytes than were uploaded', async () => {
    const { public_id: publicId, secure_url: address } = await upload(png);
    const bytes = Buffer.from('anything');
    const change = { resourceType: 'image', publicId, bytes: bytes.toString('base64') };
    expect((await sandbox.control('PUT', '/cloudinary/assets', change)).status).toBe(204);
    expect(await (await fetch(address)).text()).toBe('anything');
    expect((await sandbox.control('PUT', '/cloudinary/assets', { ...change, publicId: 'none' })).status).toBe(404);
  });

  test('trouble, before or after an upload', async () => {
    const route = 'POST /v1_1/:cloud/:resourceType/upload';
    const parameters = signed({ public_id: aName(), overwrite: 'false' });
    await sandbox.control('PUT', '/cloudinary/faults', { route, status: 500 });
    expect((await send(parameters, png)).status).toBe(500);
    await sandbox.control('PUT', '/cloudinary/faults', { route, status: 420, when: 'after' });
    expect((await send(parameters, png)).status).toBe(420);
    expect(await (await send(parameters, png)).json()).toMatchObject({ existing: true });
  });
});
