import { createHash } from 'node:crypto';
import {
  completeUpload,
  createPlayback,
  createUpload,
  deleteMedia,
  getAttachableMedia,
  getMedia,
  type RouteDefinition,
  receiveCloudinaryNotification,
} from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { sampleMp4, samplePng } from '../../sandbox/src/samples/index.ts';
import { ApiClient } from '../support/api-client.ts';
import { newLearner, openSession } from '../support/people.ts';
import { seededAccount } from '../support/running-platform.ts';
import { secretOf } from '../support/secret.ts';
import type { ValidInput } from './valid-inputs.ts';

const aPicture = { kind: 'image', fileName: 'me.png', size: 1000, contentType: 'image/png' } as const;

/** Valid inputs of what is done with pictures and videos. */
export const mediaInputs: readonly (readonly [RouteDefinition, () => Promise<ValidInput>])[] = [
  [createUpload, async () => ({ accessToken: (await newLearner()).client.accessToken, body: aPicture, changes: true })],
  [completeUpload, async () => ({ ...(await announced()), changes: true })],
  [getMedia, announced],
  [deleteMedia, async () => ({ ...(await announced()), changes: true })],
  // About nothing that is here: it is taken, and that is all.
  [receiveCloudinaryNotification, async () => signedNotification('{"notification_type":"rename"}')],
  [getAttachableMedia, async () => ({ params: (await announced()).params })],
  [createPlayback, async () => ({ params: { mediaId: await aVideo() } })],
];

async function announced() {
  const { client } = await newLearner();
  const { mediaId } = await client.call(createUpload, 201, { body: aPicture });
  return { accessToken: client.accessToken, params: { mediaId } };
}

/** A notification as Cloudinary signs it. */
export function signedNotification(body: string): {
  readonly headers: Record<string, string>;
  readonly body: string;
} {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signed = `${body}${timestamp}${secretOf('media-service', 'cloudinary-api-secret')}`;
  const signature = createHash('sha1').update(signed).digest('hex');
  return { headers: { 'x-cld-timestamp': timestamp, 'x-cld-signature': signature }, body };
}

/** One that can be watched. */
async function aVideo(): Promise<string> {
  const client = new ApiClient();
  await openSession(client, seededAccount('instructor'));
  return uploaded(client, sampleMp4({ seconds: 1 }), { kind: 'video', fileName: 'one.mp4', contentType: 'video/mp4' });
}

/** A picture that its owner may take as that of a profile. */
export function picture(client: ApiClient): Promise<string> {
  const bytes = samplePng({ width: 64, height: 64 });
  return uploaded(client, bytes, { kind: 'image', fileName: 'me.png', contentType: 'image/png' });
}

type Described =
  | { readonly kind: 'video'; readonly fileName: string; readonly contentType: 'video/mp4' }
  | { readonly kind: 'image'; readonly fileName: string; readonly contentType: 'image/png' };

/** Uploads as the browser does, and waits until it can be used. */
async function uploaded(client: ApiClient, bytes: Buffer, described: Described): Promise<string> {
  const { mediaId, url, fields } = await client.call(createUpload, 201, { body: { ...described, size: bytes.length } });
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(bytes)]), described.fileName);
  const sent = await fetch(url, { method: 'POST', body: form });
  if (!sent.ok) throw new Error(`The stand-in refuses ${described.fileName}: ${await sent.text()}`);
  await client.call(completeUpload, 202, { params: { mediaId } });
  await waitUntil(`${described.kind} ${mediaId}`, async () => {
    const { state } = await client.call(getMedia, 200, { params: { mediaId } });
    return state === 'ready';
  });
  return mediaId;
}
