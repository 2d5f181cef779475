import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { AccessTokenClaims } from '@studynotion/contracts';
import jsonwebtoken from 'jsonwebtoken';
import type { Clock } from '../clock.ts';
import { NotAuthenticatedError } from '../errors.ts';
import type { Caller } from './caller.ts';

export interface AccessTokenVerifierOptions {
  /** Asks auth-service for its public keys (RFC 7517). */
  readonly loadKeys: () => Promise<readonly (JsonWebKey & { kid: string })[]>;
  readonly clock: Clock;
}

/** Least pause between two questions for keys, so that forged key ids cannot make us ask all day. */
const RELOAD_PAUSE_MILLISECONDS = 5000;
/** After a question that got no answer: shorter, for nobody signed in can be served until then. */
const RETRY_PAUSE_MILLISECONDS = 1000;

/** Verifies access tokens with the public keys of auth-service; only RS256, whatever a token says of itself. */
export class AccessTokenVerifier {
  readonly #loadKeys: AccessTokenVerifierOptions['loadKeys'];
  readonly #clock: Clock;
  #keys = new Map<string, KeyObject>();
  #pauseUntil = Number.NEGATIVE_INFINITY;
  /** Why the last question got no answer. */
  #failure: unknown;
  #loading: Promise<void> | undefined;

  constructor({ loadKeys, clock }: AccessTokenVerifierOptions) {
    this.#loadKeys = loadKeys;
    this.#clock = clock;
  }

  /**
   * The caller a token speaks for.
   * @throws NotAuthenticatedError `session.invalid` where it is malformed, forged or expired; what `loadKeys` throws,
   *   for a token must not be called invalid as long as nobody could look
   */
  async verify(token: string): Promise<Caller> {
    const key = await this.#keyOf(token);
    try {
      const claims = AccessTokenClaims.parse(
        jsonwebtoken.verify(token, key, {
          algorithms: ['RS256'],
          issuer: 'studynotion',
          audience: 'studynotion',
          clockTimestamp: Math.floor(this.#clock.now().getTime() / 1000),
        }),
      );
      return { accountId: claims.sub, sessionId: claims.sid, role: claims.role, approved: claims.approved };
    } catch (cause) {
      throw new NotAuthenticatedError('session.invalid', { cause });
    }
  }

  async #keyOf(token: string): Promise<KeyObject> {
    const kid = keyIdOf(token);
    if (kid === undefined) throw new NotAuthenticatedError('session.invalid');
    if (!this.#keys.has(kid)) await this.#reload();
    const key = this.#keys.get(kid);
    if (key === undefined) throw new NotAuthenticatedError('session.invalid');
    return key;
  }

  async #reload(): Promise<void> {
    if (this.#clock.now().getTime() < this.#pauseUntil) {
      if (this.#failure !== undefined) throw this.#failure;
      return;
    }
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined;
    });
    await this.#loading;
  }

  async #load(): Promise<void> {
    try {
      const keys = await this.#loadKeys();
      this.#keys = new Map(keys.map((jwk) => [jwk.kid, createPublicKey({ key: jwk, format: 'jwk' })]));
      this.#failure = undefined;
    } catch (error) {
      this.#failure = error;
      throw error;
    } finally {
      const pause = this.#failure === undefined ? RELOAD_PAUSE_MILLISECONDS : RETRY_PAUSE_MILLISECONDS;
      this.#pauseUntil = this.#clock.now().getTime() + pause;
    }
  }
}

/** The key a token names. The library throws where header or payload are no JSON: then it names none. */
function keyIdOf(token: string): string | undefined {
  try {
    return jsonwebtoken.decode(token, { complete: true })?.header.kid;
  } catch {
    return undefined;
  }
}

/** The token of an `Authorization: Bearer` header. @throws NotAuthenticatedError `session.required` where there is none */
export function bearerToken(authorization: string | undefined): string {
  const token = /^Bearer ([A-Za-z0-9._-]+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) throw new NotAuthenticatedError('session.required');
  return token;
}
