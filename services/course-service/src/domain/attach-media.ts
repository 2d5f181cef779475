import { type AttachableMedia, getAttachableMedia, type Id } from '@studynotion/contracts';
import { ConflictError, callRoute, NotFoundError, type Sidecar } from '@studynotion/service-kit';
import type { z } from 'zod';
import type { MediaRepository } from '../data/media-repository.ts';
import type { MediaState } from './outline.ts';

type Attachable = z.output<typeof AttachableMedia>;

interface AttachingNeeds {
  readonly media: MediaRepository;
  readonly sidecar: Sidecar;
}

/**
 * A picture of the instructor's that is ready.
 * @throws NotFoundError `media.not-found` also where it is another's, ConflictError `media.unsuitable`
 */
export async function attachPicture(needs: AttachingNeeds, ownerId: Id, mediaId: Id) {
  const { imageUrl } = await requireOwnMedia(needs, ownerId, mediaId, 'image');
  if (imageUrl === undefined) throw new ConflictError('media.unsuitable', { detail: 'This picture is not ready yet.' });
  return { mediaId, imageUrl };
}

/**
 * A video of the instructor's; it may still be on its way, its events tell when it is there.
 * @throws NotFoundError `media.not-found` also where it is another's, ConflictError `media.unsuitable`
 */
export async function attachVideo(needs: AttachingNeeds, ownerId: Id, mediaId: Id): Promise<Id> {
  const video = await requireOwnMedia(needs, ownerId, mediaId, 'video');
  await needs.media.learn(mediaId, video.version, videoState(video.state, video.durationSeconds));
  return mediaId;
}

/** One that is ready but has no length cannot be shown. */
export function videoState(state: Attachable['state'], durationSeconds: number | undefined): MediaState {
  if (state === 'ready' && durationSeconds !== undefined) return { state, durationSeconds };
  return { state: state === 'ready' || state === 'failed' ? 'failed' : 'processing' };
}

async function requireOwnMedia(
  { sidecar }: AttachingNeeds,
  ownerId: Id,
  mediaId: Id,
  kind: Attachable['kind'],
): Promise<Attachable> {
  const media = await callRoute(sidecar, getAttachableMedia, 200, { params: { mediaId } });
  if (media.ownerId !== ownerId) throw new NotFoundError('media.not-found');
  if (media.kind !== kind || media.state === 'failed') throw new ConflictError('media.unsuitable');
  return media;
}
