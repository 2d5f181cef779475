import { z } from 'zod';
import { Id, Instant } from '../primitives.ts';
import { routesOf } from '../route.ts';
import { Profile } from './routes.ts';

const route = routesOf('user-profile-service');

/** Services that hold something of a person and tell when they hold it no more. */
export const erasingServices = [
  'auth-service',
  'user-profile-service',
  'course-service',
  'payment-service',
  'rating-review-service',
  'notification-service',
  'media-service',
] as const;

/** Proof for somebody who has no account any more; its id is the only key to it. */
export const ErasureReceipt = z
  .strictObject({
    id: z.string(),
    requestedAt: Instant,
    services: z.array(z.strictObject({ service: z.enum(erasingServices), erasedAt: Instant.optional() })),
    /** When all of them were done. */
    completedAt: Instant.optional(),
  })
  .meta({ id: 'ErasureReceipt' });
export type ErasureReceipt = z.infer<typeof ErasureReceipt>;

export const deleteMyAccount = route({
  method: 'DELETE',
  path: '/profile',
  summary: 'Delete my account and my data in all services; orders are kept without me',
  access: 'signed-in',
  body: z.strictObject({ password: z.string().min(1).max(128) }),
  answers: { 202: ErasureReceipt },
  problems: [
    'password.wrong',
    'account.last-administrator',
    'account.has-courses-on-sale',
    'rate.limited',
    'service.unavailable',
  ],
});

export const getErasureReceipt = route({
  method: 'GET',
  path: '/erasures/:erasureId',
  summary: 'How far the deletion of an account is',
  access: 'public',
  params: z.strictObject({ erasureId: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be the id of a receipt') }),
  answers: { 200: ErasureReceipt },
  problems: ['erasure.not-found'],
});

export const setMyPicture = route({
  method: 'PUT',
  path: '/profile/picture',
  summary: 'Take a picture I uploaded as mine',
  access: 'signed-in',
  body: z.strictObject({ mediaId: Id }),
  answers: { 200: Profile },
  problems: ['profile.not-found', 'media.not-found', 'media.unsuitable', 'service.unavailable'],
});

export const removeMyPicture = route({
  method: 'DELETE',
  path: '/profile/picture',
  summary: 'Go without a picture',
  access: 'signed-in',
  answers: { 200: Profile },
  problems: ['profile.not-found', 'service.unavailable'],
});
