import { courseMediaUsed, profileChanged } from '@studynotion/contracts';
import { type Subscriber, subscriber } from '@studynotion/service-kit';
import type { MediaRepository } from '../data/media-repository.ts';
import type { MediaUses } from '../data/media-uses.ts';

interface Dependencies {
  readonly media: MediaRepository;
  readonly uses: MediaUses;
}

/** What courses and profiles show; what they no longer show has a day before it goes. */
export const mediaUserSubscribers = ({ media, uses }: Dependencies): readonly Subscriber[] => [
  subscriber(courseMediaUsed, async ({ aggregateId, version, mediaIds }) => {
    await media.markBusy(await uses.learn('course', aggregateId, version, mediaIds));
  }),
  subscriber(profileChanged, async ({ aggregateId, version, pictureMediaId }) => {
    const mediaIds = pictureMediaId === undefined ? [] : [pictureMediaId];
    await media.markBusy(await uses.learn('profile', aggregateId, version, mediaIds));
  }),
];
