import { z } from 'zod';
import { accountErasedEvent } from '../account-erased.ts';
import { aggregateFields, event } from '../event.ts';
import { Id } from '../primitives.ts';
import { MediaKind } from './media.ts';

const MediaFields = { ...aggregateFields, ownerId: Id, kind: MediaKind };

/** The bytes are at the provider and are what they said they are; `aggregateId` is the media's id. */
export const mediaUploaded = event({
  type: 'studynotion.media.uploaded.v1',
  producer: 'media-service',
  data: z.strictObject({
    ...MediaFields,
    /** Of a video, measured from its file. */
    durationSeconds: z.int().min(1).optional(),
    /** Of a picture: where anybody may see it. Videos have no lasting address. */
    imageUrl: z.url().optional(),
  }),
});

/** The bytes are not what they said they are, or never came. */
export const mediaFailed = event({
  type: 'studynotion.media.failed.v1',
  producer: 'media-service',
  data: z.strictObject({ ...MediaFields, reason: z.string() }),
});

export const mediaDeleted = event({
  type: 'studynotion.media.deleted.v1',
  producer: 'media-service',
  data: z.strictObject(MediaFields),
});

export const mediaAccountErased = accountErasedEvent('media', 'media-service');
