import { z } from 'zod';
import { Id, Instant, line } from '../primitives.ts';
import { routesOf } from '../route.ts';
import { CONTENT_TYPES, LARGEST_FILE, Media, MediaKind } from './media.ts';

const route = routesOf('media-service');

/** How the browser sends the bytes straight to the provider. */
export const Upload = z
  .strictObject({
    mediaId: Id,
    /** Gets the form fields and the part `file`, as `multipart/form-data`. */
    url: z.url(),
    fields: z.record(z.string(), z.string()),
    /**
     * A larger file is sent in parts of this many bytes, each with `Content-Range` and the same `X-Unique-Upload-Id`.
     * https://cloudinary.com/documentation/client_side_uploading#chunked_uploads
     */
    chunkSize: z.int(),
    expiresAt: Instant,
  })
  .meta({ id: 'Upload' });
export type Upload = z.infer<typeof Upload>;

export const createUpload = route({
  method: 'POST',
  path: '/media/uploads',
  summary: 'Get signed parameters for an upload straight to the provider; videos are for approved instructors',
  access: 'signed-in',
  body: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('image'),
      fileName: line(200),
      size: z.int().min(1).max(LARGEST_FILE.image),
      contentType: z.enum(CONTENT_TYPES.image),
    }),
    z.strictObject({
      kind: z.literal('video'),
      fileName: line(200),
      size: z.int().min(1).max(LARGEST_FILE.video),
      contentType: z.enum(CONTENT_TYPES.video),
    }),
  ]),
  answers: { 201: Upload },
  problems: ['access.denied', 'rate.limited', 'service.unavailable'],
  idempotencyKey: 'accepted',
});

export const completeUpload = route({
  method: 'POST',
  path: '/media/uploads/:mediaId/complete',
  summary: 'Say that the bytes are there; the platform looks for itself',
  access: 'signed-in',
  params: z.strictObject({ mediaId: Id }),
  answers: { 202: Media },
  problems: ['media.not-found'],
});

export const getMedia = route({
  method: 'GET',
  path: '/media/:mediaId',
  summary: 'A picture or video of mine, and how far it is',
  access: 'signed-in',
  params: z.strictObject({ mediaId: Id }),
  answers: { 200: Media },
  problems: ['media.not-found'],
});

export const deleteMedia = route({
  method: 'DELETE',
  path: '/media/:mediaId',
  summary: 'Delete a picture or video of mine that is used nowhere',
  access: 'signed-in',
  params: z.strictObject({ mediaId: Id }),
  answers: { 204: z.undefined() },
  problems: ['media.not-found', 'media.in-use'],
});

export const receiveCloudinaryNotification = route({
  method: 'POST',
  path: '/webhooks/cloudinary',
  summary: 'Notifications of Cloudinary; the signature is made over the bytes',
  access: 'public',
  rawBody: true,
  bodyLimit: 256 * 1024,
  answers: { 200: z.strictObject({ received: z.literal(true) }) },
  problems: ['webhook.signature-invalid', 'request.malformed'],
});

/** A picture or video as another service may attach it to something. */
export const AttachableMedia = z.strictObject({
  id: Id,
  ownerId: Id,
  kind: MediaKind,
  state: z.enum(['awaiting-upload', 'checking', 'ready', 'failed']),
  version: z.int(),
  durationSeconds: z.int().optional(),
  imageUrl: z.url().optional(),
});
export type AttachableMedia = z.infer<typeof AttachableMedia>;

export const getAttachableMedia = route({
  method: 'GET',
  path: '/media/:mediaId',
  summary: 'Whose media it is and how far it is, before it is attached to something',
  access: { callers: ['course-service', 'user-profile-service'] },
  params: z.strictObject({ mediaId: Id }),
  answers: { 200: AttachableMedia },
  problems: ['media.not-found'],
});

/** Where a video can be watched, for a while. The address is for one viewer and goes to nobody else. */
export const Playback = z.strictObject({ url: z.url(), expiresAt: Instant }).meta({ id: 'Playback' });
export type Playback = z.infer<typeof Playback>;

export const createPlayback = route({
  method: 'POST',
  path: '/media/:mediaId/playbacks',
  summary: 'An address to watch a video at that expires; the caller has checked who may watch',
  access: { callers: ['course-service'] },
  params: z.strictObject({ mediaId: Id }),
  answers: { 201: Playback },
  problems: ['media.not-found'],
});
