import type { MediaKind } from '@studynotion/contracts';
import { type Caller, type Clock, countInWindow, NotAllowedError, newId, type Sidecar } from '@studynotion/service-kit';
import type { MediaRepository } from '../data/media-repository.ts';
import type { MediaProvider, SignedUpload } from './media-provider.ts';

export interface CreateUploadNeeds {
  readonly clock: Clock;
  readonly media: MediaRepository;
  readonly provider: MediaProvider;
  readonly sidecar: Sidecar;
}

export interface AnnouncedFile {
  readonly kind: MediaKind;
  readonly fileName: string;
  readonly size: number;
}

/** A course of a hundred lectures can be put up in an hour, a picture can be changed often enough. */
const UPLOADS_PER_HOUR: Readonly<Record<MediaKind, number>> = { image: 60, video: 120 };

/** Prepares an upload straight to the provider: pictures for everybody, videos for approved instructors. */
export async function createUpload(
  { clock, media, provider, sidecar }: CreateUploadNeeds,
  caller: Caller,
  { kind, fileName, size }: AnnouncedFile,
): Promise<SignedUpload & { readonly mediaId: string }> {
  requireUploader(caller, kind);
  const key = `uploads:${kind}:${caller.accountId}`;
  await countInWindow(sidecar, clock, { key, maximum: UPLOADS_PER_HOUR[kind], seconds: 3600 });

  const createdAt = clock.now();
  const mediaId = newId();
  const upload = provider.signUpload({ id: mediaId, kind }, createdAt);
  await media.insert({
    id: mediaId,
    version: 1,
    ownerId: caller.accountId,
    kind,
    state: 'awaiting-upload',
    fileName,
    size,
    createdAt,
    uploadUntil: upload.until,
    tellings: 0,
  });
  return { ...upload, mediaId };
}

function requireUploader({ role, approved }: Caller, kind: MediaKind): void {
  if (kind === 'video' && !(role === 'instructor' && approved)) throw new NotAllowedError('access.denied');
}
