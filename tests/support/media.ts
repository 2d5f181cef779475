import { type BodyOf, completeUpload, createUpload, getMedia, type Upload } from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { sampleMp4, samplePng } from '../../sandbox/src/samples/index.ts';
import type { Person } from './people.ts';

export type MediaKind = 'image' | 'video';

const bytesOf = {
  image: samplePng({ width: 64, height: 48 }),
  video: sampleMp4({ seconds: 3 }),
};

/** Announces a small file. */
export function announcement(kind: MediaKind): BodyOf<typeof createUpload> {
  const size = bytesOf[kind].length;
  return kind === 'image'
    ? { kind, size, fileName: 'picture.png', contentType: 'image/png' }
    : { kind, size, fileName: 'video.mp4', contentType: 'video/mp4' };
}

/** Sends the bytes of a small file to the provider, as a browser does. */
export async function sendBytes({ url, fields }: Pick<Upload, 'url' | 'fields'>, kind: MediaKind): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(bytesOf[kind])]), 'blob');
  const sent = await fetch(url, { method: 'POST', body: form });
  if (!sent.ok) throw new Error(`The provider refuses: ${await sent.text()}`);
}

/** Uploads a small picture or video. @returns its id, once it is ready */
export async function uploaded(
  { client }: Pick<Person, 'client'>,
  kind: MediaKind,
  { fileName }: Pick<BodyOf<typeof createUpload>, 'fileName'> = announcement(kind),
): Promise<string> {
  const { mediaId, ...upload } = await client.call(createUpload, 201, { body: { ...announcement(kind), fileName } });
  await sendBytes(upload, kind);

  const params = { mediaId };
  await client.call(completeUpload, 202, { params });
  await waitUntil(
    `the ${kind} ${mediaId}`,
    async () => (await client.call(getMedia, 200, { params })).state === 'ready',
    30,
  );
  return mediaId;
}
