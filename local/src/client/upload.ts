import { type BodyOf, completeUpload, createUpload, getMedia, type Upload } from '@studynotion/contracts';
import { untilSuccess } from '../wait.ts';
import type { ApiClient } from './api-client.ts';

export type File = Omit<BodyOf<typeof createUpload>, 'size'> & { readonly bytes: Uint8Array<ArrayBuffer> };

const CHECK_SECONDS = 30;

const never = new AbortController().signal;

/** Sends the bytes of a file that fits into one part to the provider, as a browser does. */
export async function sendBytes(
  { url, fields }: Pick<Upload, 'url' | 'fields'>,
  bytes: Uint8Array<ArrayBuffer>,
  signal: AbortSignal = never,
): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([bytes]), 'blob');
  const sent = await fetch(url, { method: 'POST', body: form, signal });
  if (!sent.ok) throw new Error(`The provider refuses: ${await sent.text()}`);
}

/** Uploads a picture or video that fits into one part. @returns its id, once it is ready */
export async function upload(client: ApiClient, file: File, signal: AbortSignal = never): Promise<string> {
  const { bytes, ...announced } = file;
  const body = { ...announced, size: bytes.length } as BodyOf<typeof createUpload>;
  const { mediaId, ...target } = await client.call(createUpload, 201, { body });
  await sendBytes(target, bytes, signal);

  const params = { mediaId };
  await client.call(completeUpload, 202, { params });
  await untilSuccess(
    async () => {
      const { state, reason } = await client.call(getMedia, 200, { params });
      if (state !== 'ready') throw new Error(`it is ${state}${reason === undefined ? '' : `: ${reason}`}`);
    },
    { what: `${file.fileName} (${mediaId})`, seconds: CHECK_SECONDS, signal, everyMilliseconds: 100 },
  );
  return mediaId;
}
