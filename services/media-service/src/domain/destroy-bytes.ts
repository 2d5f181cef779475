import type { FaultPoint, Logger } from '@studynotion/service-kit';
import type { MediaRepository } from '../data/media-repository.ts';
import type { Media } from './media.ts';
import type { MediaProvider } from './media-provider.ts';

export interface DestroyNeeds {
  readonly clock: { now(): Date };
  readonly faultPoint: FaultPoint;
  readonly logger: Logger;
  readonly media: MediaRepository;
  readonly provider: MediaProvider;
}

/** Bytes that could not be destroyed are tried again after this time, also by another replica where this one died. */
const LEASE_SECONDS = 60;
/** Bytes under way when the signature expired may take this long to arrive. */
const LATE_SECONDS = 600;

/** Destroys the bytes of media that nobody wants. @returns whether there was any */
export async function destroyNext(needs: DestroyNeeds): Promise<boolean> {
  const { faultPoint, logger, media: repository, provider } = needs;
  const claimed = await repository.claimDestruction(LEASE_SECONDS);
  if (claimed === undefined) return false;
  const { media, heldUntil } = claimed;
  try {
    await provider.destroy(media);
  } catch (error) {
    logger.warn({ error, 'media.id': media.id }, 'bytes could not be destroyed and will be tried again');
    return true;
  }
  faultPoint('media-bytes-destroyed-before-store');
  await repository.noteDestroyed(media, heldUntil, onceMoreAt(needs, media));
  return true;
}

/** As long as the signature is good its owner may send other bytes to the same place: a last visit comes after that. */
function onceMoreAt({ clock }: DestroyNeeds, { uploadUntil }: Media): Date | undefined {
  const closed = new Date(uploadUntil.getTime() + LATE_SECONDS * 1000);
  return clock.now() < closed ? closed : undefined;
}
