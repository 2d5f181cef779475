import { randomBytes } from 'node:crypto';
import type { Clock } from '@studynotion/service-kit';
import { type SecretHash, sameHash } from '../domain/secret-hash.ts';
import type { SharedState } from './shared-state.ts';

interface PendingReset {
  readonly tokenHash: string;
  readonly used: boolean;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Life of a reset link. */
export const RESET_SECONDS = 3600;
const FORM = /^([0-9a-f]{24})\.[A-Za-z0-9_-]{43}$/;

/** The reset link that was mailed for an account last: a newer one takes its place. */
export class ResetTokens {
  readonly #state: SharedState;
  readonly #hash: SecretHash;
  readonly #clock: Clock;

  constructor({ state, hash, clock }: { state: SharedState; hash: SecretHash; clock: Clock }) {
    this.#state = state;
    this.#hash = hash;
    this.#clock = clock;
  }

  /** @returns a token that names its account */
  async create(accountId: string): Promise<string> {
    const token = `${accountId}.${randomBytes(32).toString('base64url')}`;
    const tokenHash = this.#hash.of('password-reset', token);
    const expiresAt = this.#clock.now().getTime() + RESET_SECONDS * 1000;
    await this.#state.change<PendingReset, void>(keyOf(accountId), () => ({
      result: undefined,
      write: { value: { tokenHash, used: false, expiresAt }, timeToLiveSeconds: RESET_SECONDS },
    }));
    return token;
  }

  /** @returns whose password the token resets, or undefined where it is not the newest, used, expired or invented */
  async accountOf(token: string): Promise<string | undefined> {
    const accountId = FORM.exec(token)?.[1];
    if (accountId === undefined) return undefined;
    return this.#state.change<PendingReset, string | undefined>(keyOf(accountId), (present) => ({
      result: this.#isGood(present, token) ? accountId : undefined,
    }));
  }

  /** Uses a token up. @returns true for exactly one of those who ask at once */
  async consume(accountId: string, token: string): Promise<boolean> {
    return this.#state.change<PendingReset, boolean>(keyOf(accountId), (present) => {
      if (!this.#isGood(present, token)) return { result: false };
      const timeToLiveSeconds = (present.expiresAt - this.#clock.now().getTime()) / 1000;
      return { result: true, write: { value: { ...present, used: true }, timeToLiveSeconds } };
    });
  }

  #isGood(present: PendingReset | undefined, token: string): present is PendingReset {
    return (
      present !== undefined &&
      !present.used &&
      present.expiresAt > this.#clock.now().getTime() &&
      sameHash(present.tokenHash, this.#hash.of('password-reset', token))
    );
  }
}

function keyOf(accountId: string): string {
  return `password-reset-${accountId}`;
}
