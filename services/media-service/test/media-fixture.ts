import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mediaDeleted, mediaFailed, mediaUploaded, type Upload } from '@studynotion/contracts';
import { defineService, newId } from '@studynotion/service-kit';
import { startTestService, type TestAnswer, type TestService } from '@studynotion/service-kit/testing';
import { startSandbox } from '../../../sandbox/src/sandbox.ts';
import { wire } from '../src/app.ts';
import { readConfiguration, type Settings } from '../src/config.ts';
import { buildParts, type Parts } from '../src/parts.ts';
import { ServiceProcess } from './service-process.ts';

export const cloud = { cloudName: 'studynotion', apiKey: '123456789012345', apiSecret: 'the api secret' };
const keys = { keyId: 'rzp_test_unused', keySecret: 'unused', webhookSecret: 'unused' };

export interface Person {
  readonly accountId: string;
  readonly token: string;
}

export interface Announcement {
  readonly kind?: 'image' | 'video';
  readonly fileName?: string;
  readonly size?: number;
  readonly contentType?: string;
}

/** What the sandbox would have posted; here the test does. */
export interface SentNotification {
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface MediaTest {
  readonly service: TestService;
  readonly parts: Parts;
  /** A second replica on the same data. */
  replica(faultPointsFolder: string): ServiceProcess;
  instructor(): Person;
  student(): Person;
  announce(person: Person, bytes: Buffer, change?: Announcement): Promise<TestAnswer>;
  /** Sends bytes as the browser does. */
  send(upload: Upload, bytes: Buffer, change?: Readonly<Record<string, string>>): Promise<Response>;
  /** Announces, sends and completes; resolves when it was looked at. @returns the media's id */
  upload(person: Person, bytes: Buffer, change?: Announcement): Promise<string>;
  complete(person: Person, mediaId: string): Promise<TestAnswer>;
  get(person: Person, mediaId: string): Promise<TestAnswer>;
  /** Other bytes at the provider than it let in. */
  swapBytes(kind: 'image' | 'video', mediaId: string, bytes: Buffer): Promise<void>;
  /** Whether the provider has it. */
  hasBytes(mediaId: string): Promise<boolean>;
  control<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
  notificationAbout(mediaId: string): Promise<SentNotification>;
  notify(body: string, change?: { timestamp?: number; signature?: string; secret?: string }): Promise<TestAnswer>;
  /** Does something as if it were this many seconds later. */
  later<Result>(seconds: number, work: () => Promise<Result>): Promise<Result>;
  runJob(name: 'checks' | 'destructions' | 'orphans'): Promise<void>;
  stored(mediaId: string): Promise<Record<string, unknown> | undefined>;
  /** The events about it, by their kind. */
  eventsOf(mediaId: string): Promise<{ uploaded: unknown[]; failed: unknown[]; deleted: unknown[] }>;
  /** Asks as another service does. */
  playback(mediaId: string): Promise<TestAnswer>;
  attachable(mediaId: string): Promise<TestAnswer>;
  stop(): Promise<void>;
}

/** A media-service beside the sandbox's Cloudinary, both in this process. Jobs run when the test says so. */
export async function startMediaTest(): Promise<MediaTest> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'media-test-'));
  const sandbox = await startSandbox(
    {
      ports: { razorpay: 0, smtp: 0, inbox: 0, cloudinary: 0 },
      dataFolder,
      razorpay: { ...keys, webhookUrl: 'http://127.0.0.1:1/nobody' },
      cloudinary: cloud,
    },
    { log: () => undefined },
  );
  const control = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await fetch(`http://127.0.0.1:${sandbox.ports.inbox}/sandbox/cloudinary${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`the sandbox answers ${answer.status}: ${await answer.text()}`);
    return (answer.status === 204 ? undefined : await answer.json()) as Answer;
  };
  await control('PUT', '/notifications', { mode: 'hold' });

  const built: Parts[] = [];
  const definition = defineService<Settings>((kit) => {
    built.push(buildParts(kit));
    const wiring = wire(built[0] as Parts);
    // They run once at the start, and then when a test says so.
    return { ...wiring, jobs: wiring.jobs?.map((job) => ({ ...job, everySeconds: 3600 })) };
  });
  const address = `http://127.0.0.1:${sandbox.ports.cloudinary}`;
  const settings = {
    PUBLIC_ORIGIN: 'http://localhost:3008',
    CLOUDINARY_API_URL: address,
    CLOUDINARY_DELIVERY_URL: address,
    CLOUDINARY_CLOUD_NAME: cloud.cloudName,
  };
  const secrets = { 'cloudinary-api-key': cloud.apiKey, 'cloudinary-api-secret': cloud.apiSecret };
  const service = await startTestService(definition, readConfiguration(settings), { secrets });
  const parts = built[0] as Parts;
  const person = (role: 'student' | 'instructor'): Person => {
    const accountId = newId();
    // Good for as long as a test may move the clock.
    return { accountId, token: service.tokens.tokenOf(accountId, { role, seconds: 30 * 24 * 3600 }) };
  };

  const test: MediaTest = {
    service,
    parts,
    replica: (faultPointsFolder) =>
      new ServiceProcess({ database: service.database.name, settings, secrets, faultPointsFolder }),
    control,
    instructor: () => person('instructor'),
    student: () => person('student'),
    announce({ token }, bytes, { kind = 'image', ...change } = {}) {
      const contentType = kind === 'image' ? 'image/png' : 'video/mp4';
      const body = { kind, fileName: 'my file', size: bytes.length, contentType, ...change };
      return service.call('POST', '/media/uploads', { token, body });
    },
    send({ url, fields }, bytes, change = {}) {
      const form = new FormData();
      for (const [name, value] of Object.entries({ ...fields, ...change })) form.append(name, value);
      form.append('file', new Blob([new Uint8Array(bytes)]), 'blob');
      return fetch(url, { method: 'POST', body: form });
    },
    async upload(owner, bytes, change) {
      const { status, body } = await test.announce(owner, bytes, change);
      if (status !== 201) throw new Error(`no upload: ${JSON.stringify(body)}`);
      const sent = await test.send(body, bytes);
      if (!sent.ok) throw new Error(`the provider refuses: ${await sent.text()}`);
      await test.complete(owner, body.mediaId);
      await test.runJob('checks');
      return body.mediaId;
    },
    complete: ({ token }, mediaId) => service.call('POST', `/media/uploads/${mediaId}/complete`, { token }),
    get: ({ token }, mediaId) => service.call('GET', `/media/${mediaId}`, { token }),
    swapBytes: (kind, mediaId, bytes) =>
      control('PUT', '/assets', {
        resourceType: kind,
        type: 'authenticated',
        publicId: `studynotion/${mediaId}`,
        bytes: bytes.toString('base64'),
      }),
    async hasBytes(mediaId) {
      const { items } = await control<{ items: { publicId: string }[] }>('GET', '/assets');
      return items.some(({ publicId }) => publicId === `studynotion/${mediaId}`);
    },
    async notificationAbout(mediaId) {
      const { items } = await control<{ items: SentNotification[] }>('GET', `/notifications?about=${mediaId}`);
      if (items[0] === undefined) throw new Error(`nothing is told of ${mediaId}`);
      return items[0];
    },
    notify(body, { timestamp = Math.floor(Date.now() / 1000), secret = cloud.apiSecret, signature } = {}) {
      const right = createHash('sha1').update(`${body}${timestamp}${secret}`).digest('hex');
      return service.call('POST', '/webhooks/cloudinary', {
        body,
        headers: {
          'content-type': 'application/json',
          'x-cld-timestamp': String(timestamp),
          'x-cld-signature': signature ?? right,
        },
      });
    },
    async later(seconds, work) {
      service.clock.advance(seconds);
      try {
        return await work();
      } finally {
        service.clock.advance(-seconds);
      }
    },
    async runJob(name) {
      const job = service.service.wiring.jobs?.find((candidate) => candidate.name === name);
      await job?.run();
      await parts.checks.settle();
      await parts.destructions.settle();
    },
    stored: async (mediaId) =>
      (await service.database
        .collection<{ _id: string }>('media')
        .findOne({ _id: mediaId }, { projection: { outbox: 0 } })) ?? undefined,
    async eventsOf(mediaId) {
      await service.relay();
      const about = <Data extends { aggregateId: string }>(data: Data[]) =>
        data.filter(({ aggregateId }) => aggregateId === mediaId);
      return {
        uploaded: about(service.sidecar.publishedOf(mediaUploaded)),
        failed: about(service.sidecar.publishedOf(mediaFailed)),
        deleted: about(service.sidecar.publishedOf(mediaDeleted)),
      };
    },
    playback: (mediaId) =>
      service.call('POST', `/internal/media/${mediaId}/playbacks`, { callerApp: 'course-service' }),
    attachable: (mediaId) => service.call('GET', `/internal/media/${mediaId}`, { callerApp: 'course-service' }),
    async stop() {
      await service.relay();
      await service.stop();
      await sandbox.stop();
      await rm(dataFolder, { recursive: true });
    },
  };
  return test;
}
