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
import { sampleMp4 } from '../../sandbox/src/samples/index.ts';
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
  const bytes = sampleMp4({ seconds: 1 });
  const body = { kind: 'video', fileName: 'one.mp4', size: bytes.length, contentType: 'video/mp4' } as const;
  const { mediaId, url, fields } = await client.call(createUpload, 201, { body });
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(bytes)]), 'one.mp4');
  const sent = await fetch(url, { method: 'POST', body: form });
  if (!sent.ok) throw new Error(`The stand-in refuses the video: ${await sent.text()}`);
  await client.call(completeUpload, 202, { params: { mediaId } });
  await waitUntil(`video ${mediaId}`, async () => {
    const { state } = await client.call(getMedia, 200, { params: { mediaId } });
    return state === 'ready';
  });
  return mediaId;
}
