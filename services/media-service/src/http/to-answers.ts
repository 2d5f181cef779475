import type { AttachableMedia, Media as MediaAnswer, Upload } from '@studynotion/contracts';
import { NotFoundError } from '@studynotion/service-kit';
import type { Media } from '../domain/media.ts';
import type { SignedUpload } from '../domain/media-provider.ts';

/** Above what the provider asks for, and what its own tools take. */
const CHUNK_SIZE = 20_000_000;

export function toUploadAnswer({ mediaId, url, fields, until }: SignedUpload & { mediaId: string }): Upload {
  return { mediaId, url, fields, chunkSize: CHUNK_SIZE, expiresAt: until.toISOString() };
}

export function toMediaAnswer({
  id,
  kind,
  state,
  fileName,
  version,
  reason,
  durationSeconds,
  imageUrl,
}: Media): MediaAnswer {
  return { id, kind, state, fileName, version, reason, durationSeconds, imageUrl };
}

export function toAttachableAnswer({
  id,
  ownerId,
  kind,
  state,
  version,
  durationSeconds,
  imageUrl,
}: Media): AttachableMedia {
  if (state === 'deleted') throw new NotFoundError('media.not-found');
  return { id, ownerId, kind, state, version, durationSeconds, imageUrl };
}
