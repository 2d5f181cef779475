import { type Clock, countInWindow, type Sidecar } from '@studynotion/service-kit';
import type { SecretHash } from '../domain/secret-hash.ts';

/** How often one client address (for a change of password or a deletion: one account) may do what costs us or others something. */
const limits = {
  otp: { maximum: 20, seconds: 600 },
  'sign-up': { maximum: 30, seconds: 600 },
  // A whole school may sit behind one address; single accounts have a limit of their own.
  'log-in': { maximum: 300, seconds: 600 },
  'password-forgot': { maximum: 20, seconds: 600 },
  'password-reset': { maximum: 30, seconds: 600 },
  'password-change': { maximum: 10, seconds: 900 },
  'account-erase': { maximum: 10, seconds: 900 },
} as const;

/** Limits that hold across all replicas. */
export class Limits {
  readonly #sidecar: Sidecar;
  readonly #hash: SecretHash;
  readonly #clock: Clock;

  constructor({ sidecar, hash, clock }: { sidecar: Sidecar; hash: SecretHash; clock: Clock }) {
    this.#sidecar = sidecar;
    this.#hash = hash;
    this.#clock = clock;
  }

  /** Counts a use before it happens. @throws LimitError `rate.limited`; UnavailableError where it cannot be counted */
  async count(action: keyof typeof limits, who: string): Promise<void> {
    const key = `limit-${action}-${this.#hash.of('limit', who)}`;
    await countInWindow(this.#sidecar, this.#clock, { key, ...limits[action] });
  }
}
