import { z } from 'zod';
import { Id, Version } from '../primitives.ts';

/** Captions and documents come later. */
export const MediaKind = z.enum(['image', 'video']);
export type MediaKind = z.infer<typeof MediaKind>;

/**
 * - `awaiting-upload`: the address for the upload was given, nothing is known of the bytes
 * - `checking`: somebody said that the bytes are there; they are being looked at
 * - `ready`, `failed`, `deleted`: final, but for `ready` to `deleted`
 */
export const MediaState = z.enum(['awaiting-upload', 'checking', 'ready', 'failed', 'deleted']);
export type MediaState = z.infer<typeof MediaState>;

/** A picture or video as its owner sees it. */
export const Media = z
  .strictObject({
    id: Id,
    kind: MediaKind,
    state: MediaState,
    fileName: z.string(),
    /** Why it failed, in words for its owner. */
    reason: z.string().optional(),
    durationSeconds: z.int().min(1).optional(),
    imageUrl: z.url().optional(),
    version: Version,
  })
  .meta({ id: 'Media' });
export type Media = z.infer<typeof Media>;

/** Largest file by kind, in bytes: 10 MB and 2 GB. */
export const LARGEST_FILE: Readonly<Record<MediaKind, number>> = { image: 10_000_000, video: 2_000_000_000 };

/** What may be uploaded, by kind; decided by the first bytes, not by what the browser says. */
export const CONTENT_TYPES = {
  image: ['image/jpeg', 'image/png', 'image/webp'],
  video: ['video/mp4', 'video/webm'],
} as const satisfies Readonly<Record<MediaKind, readonly string[]>>;
