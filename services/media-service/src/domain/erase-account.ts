import type { Id } from '@studynotion/contracts';
import type { FaultPoint, Worker } from '@studynotion/service-kit';
import type { ErasedAccounts } from '../data/erased-accounts.ts';
import type { MediaRepository } from '../data/media-repository.ts';
import type { MediaUses } from '../data/media-uses.ts';

export interface EraseAccountNeeds {
  readonly clock: { now(): Date };
  readonly destructions: Pick<Worker, 'wake'>;
  readonly erasedAccounts: ErasedAccounts;
  readonly faultPoint: FaultPoint;
  readonly media: MediaRepository;
  readonly uses: MediaUses;
}

/**
 * Deletes the media of somebody whose account is gone. What a course shows stays for those who bought it, without a name,
 * and goes when the course lets go of it. May be repeated, and go on after a crash; the receipt goes out last.
 */
export async function eraseAccount(needs: EraseAccountNeeds, accountId: Id): Promise<void> {
  await needs.uses.forgetProfile(accountId);
  for (const media of await needs.media.allOf(accountId)) {
    if (await needs.uses.isUsed(media.id)) await needs.media.disown(media);
    else await needs.media.delete(media);
  }
  needs.destructions.wake();
  needs.faultPoint('media-account-erased-before-receipt');
  await needs.erasedAccounts.confirm(accountId, needs.clock.now());
}
