import { createHmac, timingSafeEqual } from 'node:crypto';

/** Hashes short-lived secrets and the addresses they belong to, so that whoever reads the state store learns neither. */
export class SecretHash {
  readonly #key: Buffer;

  /** @param key at least 32 bytes, base64url */
  constructor(key: string) {
    this.#key = Buffer.from(key, 'base64url');
    if (this.#key.length < 32) throw new TypeError('a hashing key has fewer than 32 bytes');
  }

  /** @param purpose keeps the hash of one thing from being taken for that of another */
  of(purpose: string, value: string): string {
    return createHmac('sha256', this.#key).update(`${purpose}\n${value}`).digest('base64url');
  }
}

/** Compares two hashes in constant time. */
export function sameHash(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
