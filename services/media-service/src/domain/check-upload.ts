import { type FaultPoint, type Logger, UnavailableError, type Worker, whileClaimed } from '@studynotion/service-kit';
import type { Check, MediaRepository } from '../data/media-repository.ts';
import { inspect, type Verdict } from './inspect.ts';
import { isOverdue, type Media } from './media.ts';
import type { MediaProvider } from './media-provider.ts';

export interface CheckNeeds {
  readonly clock: { now(): Date };
  readonly destructions: Pick<Worker, 'wake'>;
  readonly faultPoint: FaultPoint;
  readonly logger: Logger;
  readonly media: MediaRepository;
  readonly provider: MediaProvider;
}

const LONGEST_PAUSE_SECONDS = 1800;

/** Looks at the bytes of media that somebody told of. What cannot be seen now is looked at later. @returns whether there was any */
export async function checkNext(needs: CheckNeeds): Promise<boolean> {
  const check = await needs.media.claimCheck();
  if (check === undefined) return false;
  try {
    await whileClaimed(
      () => needs.media.renewCheck(check.media),
      () => lookAt(needs, check.media),
    );
  } catch (error) {
    await needs.media.postponeCheck(check.media, pauseAfter(check));
    const level = error instanceof UnavailableError ? 'warn' : 'error';
    needs.logger[level](
      { error, 'media.id': check.media.id },
      'media could not be checked and will be looked at again',
    );
  }
  return true;
}

/** The bytes are asked for, never who told of them. Repeating it does no harm. */
async function lookAt(needs: CheckNeeds, media: Media): Promise<void> {
  const verdict = await verdictOn(needs, media);
  needs.faultPoint('media-checked-before-store');
  if (verdict === 'missing') await noteMissing(needs, media);
  else if ('fit' in verdict) await needs.media.accept(media, verdict.fit, imageUrlOf(needs, media));
  else if (await needs.media.refuse(media, 'unfit', verdict.unfit)) needs.destructions.wake();
}

async function verdictOn({ provider }: CheckNeeds, media: Media): Promise<Verdict | 'missing'> {
  const file = await provider.open(media);
  return file === undefined ? 'missing' : inspect(file, media);
}

/** Whoever told was wrong, or early; after a day nothing will come any more. */
async function noteMissing({ clock, destructions, media: repository }: CheckNeeds, media: Media): Promise<void> {
  if (!isOverdue(media, clock.now())) {
    await repository.awaitUpload(media);
    return;
  }
  // Parts that never became a whole may still lie about at the provider.
  if (await repository.refuse(media, 'overdue', 'The file never arrived.')) destructions.wake();
}

function imageUrlOf({ provider }: CheckNeeds, media: Media): string | undefined {
  return media.kind === 'image' ? provider.imageUrl(media) : undefined;
}

const pauseAfter = ({ tries }: Check): number => Math.min(2 ** tries, LONGEST_PAUSE_SECONDS);
