import { z } from 'zod';
import { ContactNumber, EmailAddress, Id, Instant, PersonName } from '../primitives.ts';
import { routesOf } from '../route.ts';
import { Account, AccountState } from './account.ts';

const route = routesOf('auth-service');

const NewPassword = z.string().min(8, 'must have at least 8 characters').max(128, 'must have at most 128 characters');
/** A password to check: any non-empty one, so that the rules for new ones tell nothing about old ones. */
const GivenPassword = z.string().min(1).max(128);

/** A session just opened or continued; its refresh token is in the cookie, never in a body. */
export const SessionOpened = z
  .strictObject({ accessToken: z.string(), expiresInSeconds: z.int(), account: Account })
  .meta({ id: 'SessionOpened' });
export type SessionOpened = z.infer<typeof SessionOpened>;

const Accepted = z.strictObject({ retryAfterSeconds: z.int() });

export const requestOtp = route({
  method: 'POST',
  path: '/auth/otp',
  summary: 'Mail a sign-up code to an address',
  access: 'public',
  body: z.strictObject({ email: EmailAddress }),
  answers: { 202: Accepted },
  problems: ['otp.too-soon', 'rate.limited', 'service.unavailable'],
});

export const signUp = route({
  method: 'POST',
  path: '/auth/signup',
  summary: 'Make an account with a code from the mail',
  access: 'public',
  body: z.strictObject({
    firstName: PersonName,
    lastName: PersonName,
    email: EmailAddress,
    password: NewPassword,
    accountType: z.enum(['student', 'instructor']),
    contactNumber: ContactNumber.optional(),
    otp: z.string().regex(/^\d{6}$/, 'must be the 6 digits from the mail'),
  }),
  answers: { 201: Account },
  problems: ['otp.invalid', 'account.email-taken', 'password.common', 'rate.limited', 'service.unavailable'],
});

export const logIn = route({
  method: 'POST',
  path: '/auth/login',
  summary: 'Open a session',
  access: 'public',
  body: z.strictObject({ email: EmailAddress, password: GivenPassword }),
  answers: { 200: SessionOpened },
  problems: ['login.failed', 'login.locked', 'rate.limited', 'service.unavailable'],
});

export const refreshSession = route({
  method: 'POST',
  path: '/auth/refresh',
  summary: 'Continue a session: a new access token for the refresh cookie',
  access: 'public',
  answers: { 200: SessionOpened },
  problems: ['session.invalid'],
});

export const logOut = route({
  method: 'POST',
  path: '/auth/logout',
  summary: 'End the session of the refresh cookie',
  access: 'public',
  answers: { 204: z.undefined() },
  problems: [],
});

export const logOutEverywhere = route({
  method: 'POST',
  path: '/auth/logout-all',
  summary: 'End all sessions of the account',
  access: 'signed-in',
  answers: { 204: z.undefined() },
  problems: [],
});

export const forgotPassword = route({
  method: 'POST',
  path: '/auth/password/forgot',
  summary: 'Mail a link that sets a new password',
  access: 'public',
  body: z.strictObject({ email: EmailAddress }),
  answers: { 202: Accepted },
  problems: ['rate.limited', 'service.unavailable'],
});

export const resetPassword = route({
  method: 'POST',
  path: '/auth/password/reset',
  summary: 'Set a new password with the token of the mailed link',
  access: 'public',
  body: z.strictObject({ token: z.string().min(20).max(200), password: NewPassword }),
  answers: { 204: z.undefined() },
  problems: ['password-reset.invalid', 'password.common', 'rate.limited', 'service.unavailable'],
});

export const changePassword = route({
  method: 'POST',
  path: '/auth/password/change',
  summary: 'Change the password; the other sessions end',
  access: 'signed-in',
  body: z.strictObject({ currentPassword: GivenPassword, newPassword: NewPassword }),
  answers: { 204: z.undefined() },
  problems: ['password.wrong', 'password.common', 'rate.limited'],
});

export const JsonWebKeySet = z.object({
  keys: z.array(
    z.object({
      kty: z.literal('RSA'),
      kid: z.string(),
      alg: z.literal('RS256'),
      use: z.literal('sig'),
      n: z.string(),
      e: z.string(),
    }),
  ),
});

export const jsonWebKeySet = route({
  method: 'GET',
  path: '/auth/.well-known/jwks.json',
  summary: 'Public keys that verify access tokens (RFC 7517)',
  access: 'public',
  answers: { 200: JsonWebKeySet },
  problems: [],
});

export const getAccount = route({
  method: 'GET',
  path: '/accounts/:accountId',
  summary: 'The current state of an account',
  access: { callers: ['user-profile-service', 'course-service', 'rating-review-service', 'notification-service'] },
  params: z.strictObject({ accountId: Id }),
  answers: { 200: AccountState },
  problems: ['account.not-found'],
});

export const findAccount = route({
  method: 'POST',
  path: '/accounts/find',
  summary: 'The account of an e-mail address',
  access: { callers: ['course-service'] },
  body: z.strictObject({ email: EmailAddress }),
  answers: { 200: AccountState },
  problems: ['account.not-found'],
});

/** Sessions that ended before their access tokens did. */
export const Revocations = z.strictObject({
  revocations: z.array(z.strictObject({ sessionId: Id, revokedAt: Instant })),
});

export const listRevocations = route({
  method: 'GET',
  path: '/revocations',
  summary: 'Sessions revoked within the life of an access token',
  access: { callers: ['api-gateway'] },
  answers: { 200: Revocations },
  problems: [],
});
