import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { AccessTokenClaims, JsonWebKeySet } from '@studynotion/contracts';
import type { Clock } from '@studynotion/service-kit';
import jsonwebtoken from 'jsonwebtoken';
import type { z } from 'zod';
import type { Account } from './account.ts';

/** Life of an access token, in seconds; a revocation must be known for as long. */
export const ACCESS_TOKEN_SECONDS = 600;

type PublicKey = z.infer<typeof JsonWebKeySet>['keys'][number];

/** Signs access tokens (RS256) and shows the public key that verifies them. */
export class AccessTokens {
  readonly publicKey: PublicKey;
  readonly #privateKey: KeyObject;
  readonly #clock: Clock;

  /** @param privateKey PEM of an RSA key */
  constructor(privateKey: string, clock: Clock) {
    this.#privateKey = createPrivateKey(privateKey);
    this.publicKey = toPublicKey(this.#privateKey);
    this.#clock = clock;
  }

  issue({ id, role, approved }: Account, sessionId: string): string {
    const iat = Math.floor(this.#clock.now().getTime() / 1000);
    const claims: AccessTokenClaims = {
      iss: 'studynotion',
      aud: 'studynotion',
      sub: id,
      sid: sessionId,
      role,
      approved,
      iat,
      exp: iat + ACCESS_TOKEN_SECONDS,
    };
    return jsonwebtoken.sign(claims, this.#privateKey, { algorithm: 'RS256', keyid: this.publicKey.kid });
  }
}

function toPublicKey(privateKey: KeyObject): PublicKey {
  const { kty, n, e } = createPublicKey(privateKey).export({ format: 'jwk' });
  if (kty !== 'RSA' || n === undefined || e === undefined) throw new TypeError('access-token-key is not an RSA key');
  return { kty, kid: thumbprint(n, e), alg: 'RS256', use: 'sig', n, e };
}

/** RFC 7638: the hash over the required members in the order of their names. */
function thumbprint(n: string, e: string): string {
  return createHash('sha256')
    .update(JSON.stringify({ e, kty: 'RSA', n }))
    .digest('base64url');
}
