import { createHash, createHmac, randomBytes } from 'node:crypto';
import { newId } from '@studynotion/service-kit';
import { sameHash } from './secret-hash.ts';

/** A refresh token that this service issued, at some time, for this session. */
export interface RefreshToken {
  readonly sessionId: string;
  /** What the cookie holds. */
  readonly text: string;
  /** What the database holds. */
  readonly hash: string;
}

const FORM = /^([0-9a-f]{24})\.([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{22})$/;
const SEAL_LENGTH = 22;

/**
 * Makes refresh tokens `session.secret.seal`. The secret of a successor is an HMAC of its predecessor, so that whoever
 * shows the predecessor again gets the very same successor though only hashes are stored. The seal tells an old token
 * of ours (somebody kept it: the session ends) from an invented one (which must not end anybody's session).
 */
export class RefreshTokens {
  readonly #key: Buffer;

  /** @param key at least 32 bytes, base64url */
  constructor(key: string) {
    this.#key = Buffer.from(key, 'base64url');
    if (this.#key.length < 32) throw new TypeError('the key of refresh tokens has fewer than 32 bytes');
  }

  /** The first token of a new session. */
  first(sessionId: string = newId()): RefreshToken {
    return this.#seal(sessionId, randomBytes(32).toString('base64url'));
  }

  successorOf({ sessionId, text }: RefreshToken): RefreshToken {
    return this.#seal(sessionId, this.#hmac('successor', text));
  }

  /** @returns undefined where it was never ours */
  parse(text: string | undefined): RefreshToken | undefined {
    const [, sessionId, secret] = FORM.exec(text ?? '') ?? [];
    if (text === undefined || sessionId === undefined || secret === undefined) return undefined;
    const genuine = this.#seal(sessionId, secret);
    return sameHash(genuine.text, text) ? genuine : undefined;
  }

  #seal(sessionId: string, secret: string): RefreshToken {
    const seal = this.#hmac('seal', `${sessionId}.${secret}`).slice(0, SEAL_LENGTH);
    const text = `${sessionId}.${secret}.${seal}`;
    return { sessionId, text, hash: createHash('sha256').update(text).digest('base64url') };
  }

  #hmac(purpose: string, value: string): string {
    return createHmac('sha256', this.#key).update(`${purpose}\n${value}`).digest('base64url');
  }
}
