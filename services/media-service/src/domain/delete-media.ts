import type { Id } from '@studynotion/contracts';
import { type Caller, ConflictError, NotFoundError, type Worker } from '@studynotion/service-kit';
import type { MediaRepository } from '../data/media-repository.ts';
import type { MediaUses } from '../data/media-uses.ts';
import { requireOwn } from './complete-upload.ts';

export interface DeleteMediaNeeds {
  readonly destructions: Pick<Worker, 'wake'>;
  readonly media: MediaRepository;
  readonly uses: MediaUses;
}

/**
 * Deletes media of the caller that is used nowhere, as far as is known here; whoever began to use it in this very moment
 * hears of it by the event.
 */
export async function deleteMedia(needs: DeleteMediaNeeds, caller: Caller, id: Id): Promise<void> {
  const media = await requireOwn(needs.media, caller, id);
  if (await needs.uses.isUsed(id)) throw new ConflictError('media.in-use');
  if (!(await needs.media.delete(media))) throw new NotFoundError('media.not-found');
  needs.destructions.wake();
}
