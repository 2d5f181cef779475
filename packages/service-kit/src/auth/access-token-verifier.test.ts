import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import jsonwebtoken, { type SignOptions } from 'jsonwebtoken';
import { BusinessError, UnavailableError } from '../errors.ts';
import { TestClock } from '../testing/test-clock.ts';
import { AccessTokenVerifier, bearerToken } from './access-token-verifier.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'current' };
const accountId = 'a'.repeat(24);
const claims = { sid: 'b'.repeat(24), role: 'student', approved: true };

function sign(options: SignOptions = {}, key: KeyObject | string = privateKey): string {
  return jsonwebtoken.sign(claims, key, {
    algorithm: 'RS256',
    keyid: 'current',
    subject: accountId,
    issuer: 'studynotion',
    audience: 'studynotion',
    expiresIn: 600,
    ...options,
  });
}

function verifier() {
  const clock = new TestClock();
  const asked: number[] = [];
  const source = { fails: false };
  const tokens = new AccessTokenVerifier({
    clock,
    loadKeys: async () => {
      asked.push(clock.now().getTime());
      if (source.fails) throw new UnavailableError('service.unavailable');
      return [jwk];
    },
  });
  return { tokens, clock, asked, source };
}

describe('verifying an access token', () => {
  test('gives the caller of a good one', async () => {
    const { tokens } = verifier();
    expect(await tokens.verify(sign())).toEqual({
      accountId,
      sessionId: claims.sid,
      role: 'student',
      approved: true,
    });
  });

  test.each([
    ['an unsigned one (alg none)', () => sign({ algorithm: 'none' }, '')],
    ['one signed by HS256 with the public key as the secret', () => hs256WithPublicKey()],
    ['one signed by another key', () => sign({}, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)],
    ['one of another issuer', () => sign({ issuer: 'somebody' })],
    ['one for another audience', () => sign({ audience: 'somebody' })],
    ['one without a key id', () => jsonwebtoken.sign(claims, privateKey, { algorithm: 'RS256' })],
    ['one whose payload is no JSON', () => `${encode({ alg: 'RS256', typ: 'JWT', kid: 'current' })}.YWJj.YWJj`],
    [
      'one whose claims are incomplete',
      () => jsonwebtoken.sign({}, privateKey, { algorithm: 'RS256', keyid: 'current' }),
    ],
  ])('refuses %s', async (_what, token) => {
    await expect(verifier().tokens.verify(token())).rejects.toMatchObject({ code: 'session.invalid' });
  });

  test('refuses one of RS512, though its key is right', async () => {
    await expect(verifier().tokens.verify(sign({ algorithm: 'RS512' }))).rejects.toMatchObject({
      code: 'session.invalid',
    });
  });

  test('refuses one that has expired by the clock it was given', async () => {
    const { tokens, clock } = verifier();
    const token = sign();
    await tokens.verify(token);
    clock.advance(601);
    await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'session.invalid' });
  });

  test('whatever comes, the answer is a business error', async () => {
    const { tokens } = verifier();
    const part = fc.oneof(fc.base64String(), fc.string(), fc.jsonValue().map(encode));
    await fc.assert(
      fc.asyncProperty(part, part, part, async (header, payload, signature) => {
        await expect(tokens.verify(`${header}.${payload}.${signature}`)).rejects.toBeInstanceOf(BusinessError);
      }),
      { numRuns: 200 },
    );
  });
});

describe('asking for keys', () => {
  test('forged key ids make it ask once in five seconds, not once each', async () => {
    const { tokens, clock, asked } = verifier();
    for (let index = 0; index < 20; index += 1)
      await expect(tokens.verify(sign({ keyid: `forged-${index}` }))).rejects.toMatchObject({
        code: 'session.invalid',
      });
    expect(asked).toHaveLength(1);
    clock.advance(6);
    await expect(tokens.verify(sign({ keyid: 'forged' }))).rejects.toMatchObject({ code: 'session.invalid' });
    expect(asked).toHaveLength(2);
  });

  test('many at once share one question', async () => {
    const { tokens, asked } = verifier();
    await Promise.all(Array.from({ length: 20 }, () => tokens.verify(sign())));
    expect(asked).toHaveLength(1);
  });

  test('while nobody answers, a token is not called invalid, and is verified once somebody does', async () => {
    const { tokens, clock, asked, source } = verifier();
    source.fails = true;
    for (let index = 0; index < 5; index += 1)
      await expect(tokens.verify(sign())).rejects.toMatchObject({ code: 'service.unavailable' });
    expect(asked).toHaveLength(1);
    source.fails = false;
    clock.advance(1.1);
    await expect(tokens.verify(sign())).resolves.toMatchObject({ accountId });
  });
});

describe('the Authorization header', () => {
  test('gives the token, whatever the case of the scheme', () => {
    expect(bearerToken('bearer a.b-c._d')).toBe('a.b-c._d');
  });

  test.each([undefined, '', 'Bearer', 'Bearer ', 'Basic abc', 'Bearer a b', 'Bearer a,b'])('refuses %p', (header) => {
    expect(() => bearerToken(header)).toThrow(expect.objectContaining({ code: 'session.required' }));
  });
});

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** By hand: the library refuses to make one. */
function hs256WithPublicKey(): string {
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const now = Math.floor(Date.now() / 1000);
  const all = { ...claims, sub: accountId, iss: 'studynotion', aud: 'studynotion', iat: now, exp: now + 600 };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT', kid: 'current' })}.${encode(all)}`;
  return `${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`;
}
