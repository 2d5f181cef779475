import { createHmac, createPublicKey, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import {
  appIds,
  getMyProfile,
  isInternal,
  logOut,
  type ProblemCode,
  type RouteDefinition,
} from '@studynotion/contracts';
import { waitUntil } from '@studynotion/platform/testing';
import { ApiClient } from '../support/api-client.ts';
import { newLearner, openSession } from '../support/people.ts';
import { seededAccount } from '../support/running-platform.ts';
import { secretOf } from '../support/secret.ts';
import { type BadRequest, callersOf, requestOf } from './bad-requests.ts';
import type { ValidInput } from './valid-inputs.ts';

const strangersKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

type Claims = Readonly<Record<string, unknown>>;

/** Everybody who may not make this request, each with what is told to them. */
export async function badCallers(route: RouteDefinition, valid: ValidInput): Promise<BadRequest[]> {
  const { accessToken } = valid;
  if (isInternal(route)) return badApps(route, valid);
  if (accessToken === undefined) return [];
  const make = (what: string, code: ProblemCode, authorization: string | undefined): BadRequest => ({
    what,
    expected: [code],
    request: requestOf(route, valid, { headers: { authorization } }),
  });
  return [
    ...noTokens(accessToken).map(([what, header]) => make(what, 'session.required', header)),
    ...forgeries(accessToken).map(([what, token]) => make(what, 'session.invalid', `Bearer ${token}`)),
    make('a session that has ended', 'session.invalid', `Bearer ${await endedSession()}`),
    ...(await othersThan(route)).map(([who, token]) => make(who, 'access.denied', `Bearer ${token}`)),
  ];
}

/** Who is no app that may call a route between services, or is not known for certain to be one. */
function badApps(route: RouteDefinition, valid: ValidInput): BadRequest[] {
  const callers = callersOf(route);
  const [caller = ''] = callers;
  const others = appIds.filter((id) => !callers.includes(id));
  const claims = [undefined, '', 'nobody', `${caller}, ${caller}`, `${caller}, x`, `x, ${caller}`, `${caller}x`];
  return [...others, ...claims].map((claim) => ({
    what: `called by ${claim}`,
    expected: ['access.denied'],
    request: requestOf(route, valid, { headers: { 'dapr-caller-app-id': claim } }),
  }));
}

function noTokens(token: string): [string, string | undefined][] {
  return [
    ['nobody', undefined],
    ['an empty header', ''],
    ['a scheme without a token', 'Bearer'],
    ['a token without a scheme', token],
    ['another scheme', `Basic ${Buffer.from('admin:admin').toString('base64')}`],
    ['two tokens', `Bearer ${token} ${token}`],
    ['two tokens in a list', `Bearer ${token}, Bearer ${token}`],
  ];
}

function forgeries(token: string): [string, string][] {
  const [header = '', , signature = ''] = token.split('.');
  const claims = claimsOf(token);
  const now = Math.floor(Date.now() / 1000);
  const administrator = { ...claims, sub: 'a'.repeat(24), role: 'administrator' };
  const { sid: _, ...withoutSession } = claims;
  return [
    ['noise', 'a.b.c'],
    ['a token that is cut off', token.slice(0, -10)],
    ['a token without a signature', token.replace(/[^.]*$/, '')],
    ['other claims under an old signature', `${header}.${encoded(administrator)}.${signature}`],
    ['a token that says it needs no signature', `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(administrator)}.`],
    ['a token signed with the public key', signedWithPublicKey(token, administrator)],
    ["a token signed with a stranger's key", signed(token, administrator, { key: strangersKey })],
    ['a token of an unknown key', signed(token, administrator, { kid: 'unknown' })],
    ['a token whose key is a file', signed(token, administrator, { kid: '../../../../dev/null' })],
    ['an expired token', signed(token, { ...claims, iat: now - 700, exp: now - 100 })],
    ['a token of another issuer', signed(token, { ...claims, iss: 'somebody' })],
    ['a token for somebody else', signed(token, { ...claims, aud: 'somebody' })],
    ['a token without a session', signed(token, withoutSession)],
    ['a token with an unknown role', signed(token, { ...claims, role: 'owner' })],
    ['a token whose account is an operator', signed(token, { ...claims, sub: { $ne: '' } })],
  ];
}

/**
 * A token with these claims, signed as auth-service signs.
 * @param key whose signature it bears; the platform's own by default
 */
export function signed(
  like: string,
  claims: Claims,
  { key = secretOf('auth-service', 'access-token-key'), kid }: { key?: string | KeyObject; kid?: string } = {},
): string {
  const header = JSON.parse(Buffer.from(like.split('.')[0] ?? '', 'base64url').toString());
  const text = `${encoded({ ...header, ...(kid === undefined ? {} : { kid }) })}.${encoded(claims)}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`;
}

function signedWithPublicKey(like: string, claims: Claims): string {
  const { kid } = JSON.parse(Buffer.from(like.split('.')[0] ?? '', 'base64url').toString());
  const key = createPublicKey(secretOf('auth-service', 'access-token-key')).export({ type: 'spki', format: 'pem' });
  const text = `${encoded({ alg: 'HS256', typ: 'JWT', kid })}.${encoded(claims)}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}

export function claimsOf(token: string): Claims {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

let ended: Promise<string> | undefined;

/** A token that would still be good, had its owner not logged out. */
function endedSession(): Promise<string> {
  ended ??= (async () => {
    const { client } = await newLearner();
    await client.call(logOut, 204);
    await waitUntil('the gateway to know of the log-out', async () => {
      return (await client.send(getMyProfile)).status === 401;
    });
    return client.accessToken ?? '';
  })();
  return ended;
}

/** Tokens of those who have another role than the route is for. */
async function othersThan({ access }: RouteDefinition): Promise<[string, string][]> {
  if (typeof access !== 'object' || !('role' in access)) return [];
  const roles = (['student', 'instructor', 'administrator'] as const).filter((role) => role !== access.role);
  return Promise.all(
    roles.map(async (role): Promise<[string, string]> => {
      const client = new ApiClient();
      await openSession(client, seededAccount(role));
      return [`one with the role ${role}`, client.accessToken ?? ''];
    }),
  );
}
