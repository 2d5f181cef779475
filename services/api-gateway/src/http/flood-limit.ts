import type { Clock } from '@studynotion/service-kit';

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

/** Clients that are remembered; a flood from more of them than that is not one client's. */
const CLIENTS = 10_000;
const BURST_SECONDS = 4;

/** A token bucket per client in this replica's memory: against floods, not an exact limit. */
export class FloodLimit {
  readonly #buckets = new Map<string, Bucket>();
  readonly #perSecond: number;
  readonly #clock: Clock;

  constructor(perSecond: number, clock: Clock) {
    this.#perSecond = perSecond;
    this.#clock = clock;
  }

  /** Takes one request of a client. @returns whether it may pass */
  take(client: string): boolean {
    const now = this.#clock.now().getTime();
    const full = this.#perSecond * BURST_SECONDS;
    const bucket = this.#buckets.get(client) ?? { tokens: full, at: now };
    const tokens = Math.min(full, bucket.tokens + ((now - bucket.at) / 1000) * this.#perSecond);
    this.#buckets.delete(client);
    this.#buckets.set(client, { tokens: Math.max(0, tokens - 1), at: now });
    if (this.#buckets.size > CLIENTS) this.#forgetOldest();
    return tokens >= 1;
  }

  /** A map remembers those it let go for a while, and walks past them to its first: not to be asked at every request. */
  #forgetOldest(): void {
    for (const oldest of this.#buckets.keys()) {
      this.#buckets.delete(oldest);
      return;
    }
  }
}
