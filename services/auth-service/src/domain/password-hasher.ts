import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Histogram } from 'prom-client';
import { BoundedQueue } from './bounded-queue.ts';

const argon2id = promisify((parameters: Argon2Parameters, done: (error: Error | null, hash?: Buffer) => void) =>
  argon2('argon2id', parameters, done),
);

export interface HashingCost {
  /** In KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane. */
export const RECOMMENDED_COST: HashingCost = { memory: 19 * 1024, passes: 2, parallelism: 1 };

const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Each run takes 19 MiB and about 35 ms of a thread; two at a time leave room for everything else. */
const QUEUE = { concurrency: 2, maximumWaiting: 50 };
/** The PHC string format, as other argon2 tools write and read it. */
const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

export interface PasswordHasherOptions {
  /** @default RECOMMENDED_COST */
  readonly cost?: HashingCost;
  /** Gets the seconds of each run. */
  readonly seconds?: Pick<Histogram, 'observe'>;
}

/** Hashes passwords with argon2id. Both ways throw UnavailableError where too many wait for it. */
export class PasswordHasher {
  readonly #cost: HashingCost;
  readonly #seconds: PasswordHasherOptions['seconds'];
  readonly #queue = new BoundedQueue(QUEUE);
  /** Nobody's password, at the price of everybody's. */
  readonly #nobody: string;

  constructor({ cost = RECOMMENDED_COST, seconds }: PasswordHasherOptions = {}) {
    this.#cost = cost;
    this.#seconds = seconds;
    this.#nobody = toPhc(cost, randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));
  }

  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    return toPhc(this.#cost, salt, await this.#derive(password, salt, this.#cost, HASH_BYTES));
  }

  /** Whether it is the password of this hash. Without a hash it takes as long, and it is not. */
  async verify(password: string, hash: string | undefined): Promise<boolean> {
    const { cost, salt, expected } = fromPhc(hash ?? this.#nobody);
    const derived = await this.#derive(password, salt, cost, expected.length);
    return timingSafeEqual(derived, expected) && hash !== undefined;
  }

  /** Whether a hash was made at another cost than is asked for today. */
  isOutdated(hash: string): boolean {
    const { cost } = fromPhc(hash);
    return (
      cost.memory !== this.#cost.memory ||
      cost.passes !== this.#cost.passes ||
      cost.parallelism !== this.#cost.parallelism
    );
  }

  async #derive(password: string, nonce: Buffer, cost: HashingCost, tagLength: number): Promise<Buffer> {
    // One keyboard sends é as one character, another as two: both are the same password.
    const message = password.normalize('NFKC');
    return this.#queue.run(async () => {
      const began = performance.now();
      const derived = await argon2id({ message, nonce, tagLength, ...cost });
      this.#seconds?.observe((performance.now() - began) / 1000);
      if (derived === undefined) throw new TypeError('argon2 gave neither an error nor a hash');
      return derived;
    });
  }
}

function toPhc({ memory, passes, parallelism }: HashingCost, salt: Buffer, hash: Buffer): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(hash)}`;
}

function fromPhc(text: string): { cost: HashingCost; salt: Buffer; expected: Buffer } {
  const [, memory, passes, parallelism, salt, hash] = PHC.exec(text) ?? [];
  if (salt === undefined || hash === undefined) throw new TypeError('a stored password hash is not in the PHC format');
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    expected: Buffer.from(hash, 'base64'),
  };
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
