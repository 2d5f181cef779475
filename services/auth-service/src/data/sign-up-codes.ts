import { normalizeEmail } from '@studynotion/contracts';
import type { Clock } from '@studynotion/service-kit';
import type { CodeChecks } from '../domain/metrics.ts';
import { type SecretHash, sameHash } from '../domain/secret-hash.ts';
import type { SharedState } from './shared-state.ts';

interface PendingCode {
  readonly codeHash: string;
  readonly triesLeft: number;
  readonly used: boolean;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Life of a code. */
export const CODE_SECONDS = 300;
const TRIES = 5;

/** The code that was mailed to an address last; only its hash is kept, and not for longer than it is good. */
export class SignUpCodes {
  readonly #state: SharedState;
  readonly #hash: SecretHash;
  readonly #clock: Clock;
  readonly #checks: CodeChecks;

  constructor({
    state,
    hash,
    clock,
    checks,
  }: { state: SharedState; hash: SecretHash; clock: Clock; checks: CodeChecks }) {
    this.#state = state;
    this.#hash = hash;
    this.#clock = clock;
    this.#checks = checks;
  }

  /** Makes this the code of an address. @returns what brings the code before it back */
  async put(email: string, code: string): Promise<() => Promise<void>> {
    const key = this.#keyOf(email);
    const codeHash = this.#hashOf(email, code);
    const pending = { codeHash, triesLeft: TRIES, used: false, expiresAt: this.#now() + CODE_SECONDS * 1000 };
    const before = await this.#state.change<PendingCode, PendingCode | undefined>(key, (present) => ({
      result: present,
      write: { value: pending, timeToLiveSeconds: CODE_SECONDS },
    }));
    return async () => {
      await this.#state.change<PendingCode, void>(key, (present) =>
        present?.codeHash === codeHash
          ? { result: undefined, write: this.#lasting(before ?? { ...pending, used: true }) }
          : { result: undefined },
      );
    };
  }

  /** Uses up a try, then compares: however many ask at once, a code is compared five times at most. */
  async check(email: string, code: string): Promise<boolean> {
    const codeHash = await this.#state.change<PendingCode, string | undefined>(this.#keyOf(email), (present) => {
      if (present === undefined || !this.#isOpen(present) || present.triesLeft < 1) return { result: undefined };
      return { result: present.codeHash, write: this.#lasting({ ...present, triesLeft: present.triesLeft - 1 }) };
    });
    if (codeHash === undefined) return false;
    const isRight = sameHash(codeHash, this.#hashOf(email, code));
    this.#checks.inc({ outcome: isRight ? 'right' : 'wrong' });
    return isRight;
  }

  /**
   * Uses up a code that was found right. @returns true for exactly one of those who ask at once.
   * It is marked and not deleted: a second delete of an absent key would succeed as well.
   */
  async consume(email: string, code: string): Promise<boolean> {
    const codeHash = this.#hashOf(email, code);
    return this.#state.change<PendingCode, boolean>(this.#keyOf(email), (present) => {
      if (present === undefined || !this.#isOpen(present) || !sameHash(present.codeHash, codeHash))
        return { result: false };
      return { result: true, write: this.#lasting({ ...present, used: true }) };
    });
  }

  #isOpen({ used, expiresAt }: PendingCode): boolean {
    return !used && expiresAt > this.#now();
  }

  #lasting(value: PendingCode) {
    return { value, timeToLiveSeconds: Math.max(1, (value.expiresAt - this.#now()) / 1000) };
  }

  #keyOf(email: string): string {
    return `otp-${this.#hash.of('otp-address', normalizeEmail(email))}`;
  }

  #hashOf(email: string, code: string): string {
    return this.#hash.of('otp', `${normalizeEmail(email)}\n${code}`);
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}
