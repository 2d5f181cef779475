import type { BodyOf, createUpload, Upload } from '@studynotion/contracts';
import { sendBytes as send, upload } from '@studynotion/local';
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
export function sendBytes(target: Pick<Upload, 'url' | 'fields'>, kind: MediaKind): Promise<void> {
  return send(target, new Uint8Array(bytesOf[kind]));
}

/** Uploads a small picture or video. @returns its id, once it is ready */
export function uploaded(
  { client }: Pick<Person, 'client'>,
  kind: MediaKind,
  { fileName }: Pick<BodyOf<typeof createUpload>, 'fileName'> = announcement(kind),
): Promise<string> {
  const { size: _, ...announced } = announcement(kind);
  return upload(client, { ...announced, fileName, bytes: new Uint8Array(bytesOf[kind]) });
}
