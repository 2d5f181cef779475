import { createHmac } from 'node:crypto';
import { normalizeEmail } from '@studynotion/contracts';
import { type Clock, countInWindow, type Sidecar } from '@studynotion/service-kit';

const OF_CLIENT = { maximum: 10, seconds: 3600 };
/** So that nobody has our confirmations fill somebody else's inbox, from however many places. */
const OF_EMAIL = { maximum: 3, seconds: 24 * 3600 };

export interface ContactLimitsOptions {
  readonly sidecar: Sidecar;
  readonly clock: Clock;
  /** Keeps whoever reads the state store from learning addresses; 32 bytes, base64url. */
  readonly hashKey: string;
}

/** How often somebody may write; across all replicas. */
export class ContactLimits {
  readonly #sidecar: Sidecar;
  readonly #clock: Clock;
  readonly #hashKey: Buffer;

  constructor({ sidecar, clock, hashKey }: ContactLimitsOptions) {
    this.#sidecar = sidecar;
    this.#clock = clock;
    this.#hashKey = Buffer.from(hashKey, 'base64url');
    if (this.#hashKey.length < 32) throw new TypeError('the key of contact limits has fewer than 32 bytes');
  }

  /** Counts a message before it is taken. @throws LimitError `rate.limited`; UnavailableError where it cannot be counted */
  async count(email: string, clientAddress: string): Promise<void> {
    await countInWindow(this.#sidecar, this.#clock, { key: this.#keyOf('client', clientAddress), ...OF_CLIENT });
    await countInWindow(this.#sidecar, this.#clock, { key: this.#keyOfEmail(email), ...OF_EMAIL });
  }

  /** Forgets what was counted for an address. */
  async forget(email: string): Promise<void> {
    const key = this.#keyOfEmail(email);
    const stored = await this.#sidecar.getState(key);
    if (stored !== undefined) await this.#sidecar.deleteState(key, stored.etag);
  }

  #keyOfEmail(email: string): string {
    return this.#keyOf('email', normalizeEmail(email));
  }

  #keyOf(purpose: string, value: string): string {
    return `contact-${purpose}-${createHmac('sha256', this.#hashKey).update(`${purpose}\n${value}`).digest('base64url')}`;
  }
}
