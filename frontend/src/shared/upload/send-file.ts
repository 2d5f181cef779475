import type { Upload } from '@studynotion/contracts';
import { partsOf } from './parts-of.ts';

/**
 * - `accepted`: the provider has it
 * - `refused`: the provider does not want it; again would change nothing
 * - `lost`: no answer, or one that may be another a moment later
 */
export type PartEnd = 'accepted' | 'refused' | 'lost';

export interface PartRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: FormData;
  readonly signal: AbortSignal;
  /** Told how many bytes of this part are sent, now and then. */
  readonly onSent: (bytes: number) => void;
}

export interface SendFileNeeds {
  readonly sendPart: (request: PartRequest) => Promise<PartEnd>;
  readonly pause: (tries: number) => Promise<void>;
  readonly signal: AbortSignal;
  /** Told how much is sent, from 0 to 1. */
  readonly onProgress: (share: number) => void;
}

const TRIES_OF_A_PART = 4;

/**
 * Sends a file straight to the provider, in parts where it is large. A part that is lost is sent again by itself.
 * https://cloudinary.com/documentation/client_side_uploading#chunked_uploads
 */
export async function sendFile(upload: Upload, file: File, needs: SendFileNeeds): Promise<PartEnd> {
  const uploadId = crypto.randomUUID();
  for (const { start, end, contentRange } of partsOf(file.size, upload.chunkSize)) {
    const headers: Record<string, string> =
      contentRange === undefined ? {} : { 'Content-Range': contentRange, 'X-Unique-Upload-Id': uploadId };
    const part = await sendAgainWhereLost(needs, {
      url: upload.url,
      headers,
      body: formOf(upload, file.slice(start, end), file.name),
      signal: needs.signal,
      onSent: (bytes) => needs.onProgress((start + Math.min(bytes, end - start)) / file.size),
    });
    if (part !== 'accepted') return part;
    needs.onProgress(end / file.size);
  }
  return 'accepted';
}

async function sendAgainWhereLost({ sendPart, pause, signal }: SendFileNeeds, request: PartRequest): Promise<PartEnd> {
  for (let tries = 1; ; tries += 1) {
    const end = await sendPart(request);
    if (end !== 'lost' || tries === TRIES_OF_A_PART || signal.aborted) return end;
    await pause(tries);
  }
}

function formOf({ fields }: Upload, part: Blob, fileName: string): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', part, fileName);
  return form;
}
