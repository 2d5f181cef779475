import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Role } from '@studynotion/contracts';
import jsonwebtoken from 'jsonwebtoken';
import { newId } from '../data/new-id.ts';
import type { FakeSidecar } from './fake-sidecar.ts';

/** Signs access tokens as auth-service would, and answers for its public keys. */
export class TestTokens {
  readonly #privateKey: KeyObject;
  readonly #jwk: Record<string, unknown>;

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.#privateKey = privateKey;
    this.#jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'test', alg: 'RS256', use: 'sig' };
  }

  /** Lets a fake sidecar answer for auth-service's key set. */
  serve(sidecar: FakeSidecar): void {
    sidecar.respond('auth-service', 'GET /api/v1/auth/.well-known/jwks.json', () => ({
      status: 200,
      body: { keys: [this.#jwk] },
    }));
  }

  /** A token for an account; a student's, unless told otherwise. */
  tokenOf(
    accountId: string,
    { role = 'student' as Role, approved = true, sessionId = newId(), seconds = 600 } = {},
  ): string {
    return jsonwebtoken.sign({ sid: sessionId, role, approved }, this.#privateKey, {
      algorithm: 'RS256',
      keyid: 'test',
      subject: accountId,
      issuer: 'studynotion',
      audience: 'studynotion',
      expiresIn: seconds,
    });
  }
}
