import { CONTENT_TYPES, LARGEST_FILE, type Media, type MediaKind, type Upload } from '@studynotion/contracts';
import { type ApiProblem, isTransient } from '../api/api-problem.ts';
import { type SendFileNeeds, sendFile } from './send-file.ts';

type Asked<Answer> = Promise<{ readonly data: Answer } | { readonly problem: ApiProblem }>;

export interface NewUpload {
  readonly kind: MediaKind;
  readonly fileName: string;
  readonly size: number;
  readonly contentType: string;
}

export interface UploadNeeds extends SendFileNeeds {
  readonly createUpload: (upload: NewUpload) => Asked<Upload>;
  readonly completeUpload: (mediaId: string) => Asked<Media>;
  readonly getMedia: (mediaId: string) => Asked<Media>;
  /** Told when all bytes are sent and the platform looks at them. */
  readonly onSent: (mediaId: string) => void;
}

/** The media once its fate is known (`ready`, or `failed` with a reason), or why there is none. */
export type UploadEnd = { readonly media: Media } | { readonly problem: ApiProblem };

/** Whether a file may be uploaded as far as the browser can tell. */
export function isAcceptable(kind: MediaKind, { type, size }: Pick<File, 'type' | 'size'>): boolean {
  const types: readonly string[] = CONTENT_TYPES[kind];
  return types.includes(type) && size > 0 && size <= LARGEST_FILE[kind];
}

/** Uploads a file and waits until the platform has looked at it. */
export async function uploadMedia(kind: MediaKind, file: File, needs: UploadNeeds): Promise<UploadEnd> {
  if (!isAcceptable(kind, file)) return { problem: { code: 'media.unsuitable' } };
  const created = await needs.createUpload({
    kind,
    fileName: file.name.slice(-200),
    size: file.size,
    contentType: file.type,
  });
  if ('problem' in created) return created;
  const sent = await sendFile(created.data, file, needs);
  if (sent !== 'accepted')
    return { problem: { code: sent === 'refused' ? 'media.unsuitable' : 'network.unreachable' } };
  needs.onSent(created.data.mediaId);
  return waitForVerdict(created.data.mediaId, needs);
}

/** Asks until the platform knows what became of the bytes; without an answer it asks again. */
async function waitForVerdict(
  mediaId: string,
  { completeUpload, getMedia, pause, signal }: UploadNeeds,
): Promise<UploadEnd> {
  for (let tries = 1; !signal.aborted; tries += 1) {
    const answer = await (tries === 1 ? completeUpload(mediaId) : getMedia(mediaId));
    if ('problem' in answer && !isTransient(answer.problem)) return answer;
    if ('data' in answer && isDecided(answer.data)) return { media: answer.data };
    await pause(tries);
  }
  return { problem: { code: 'network.unreachable' } };
}

function isDecided({ state }: Media): boolean {
  return state !== 'awaiting-upload' && state !== 'checking';
}
