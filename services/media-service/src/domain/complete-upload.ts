import type { Id } from '@studynotion/contracts';
import { type Caller, NotFoundError, type Worker } from '@studynotion/service-kit';
import type { MediaRepository } from '../data/media-repository.ts';
import type { Media } from './media.ts';

export interface CompleteUploadNeeds {
  readonly checks: Pick<Worker, 'wake'>;
  readonly media: MediaRepository;
}

/** Takes its owner's word that the bytes are there as a reason to look for them, and as nothing more. */
export async function completeUpload({ checks, media }: CompleteUploadNeeds, caller: Caller, id: Id): Promise<Media> {
  await requireOwn(media, caller, id);
  await media.tell(id);
  checks.wake();
  return requireOwn(media, caller, id);
}

/** Media of the caller. @throws NotFoundError `media.not-found` also where it is another's */
export async function requireOwn(media: MediaRepository, { accountId }: Caller, id: Id): Promise<Media> {
  const own = await media.findOwn(accountId, id);
  if (own === undefined) throw new NotFoundError('media.not-found');
  return own;
}
