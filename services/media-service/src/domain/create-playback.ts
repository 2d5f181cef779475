import type { Id } from '@studynotion/contracts';
import { NotFoundError } from '@studynotion/service-kit';
import type { MediaRepository } from '../data/media-repository.ts';
import type { MediaProvider } from './media-provider.ts';

export interface CreatePlaybackNeeds {
  readonly clock: { now(): Date };
  readonly media: MediaRepository;
  readonly provider: MediaProvider;
}

/** Beyond the length of the video: time for pauses and second looks. */
const SPARE_SECONDS = 3600;

/** An address for one viewing; whoever calls has checked who may watch. @throws NotFoundError `media.not-found` */
export async function createPlayback({ clock, media, provider }: CreatePlaybackNeeds, id: Id) {
  const video = await media.find(id);
  if (video?.kind !== 'video' || video.state !== 'ready' || video.format === undefined)
    throw new NotFoundError('media.not-found');
  const seconds = SPARE_SECONDS + (video.durationSeconds ?? 0);
  const until = new Date(clock.now().getTime() + seconds * 1000);
  return { url: provider.playbackUrl({ id, kind: video.kind, format: video.format }, until), until };
}
