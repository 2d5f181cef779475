import type { Clock } from '@studynotion/service-kit';
import { LRUCache } from 'lru-cache';
import type { SharedAnswer } from './shared-answer.ts';

export interface ResponseCacheOptions {
  readonly clock: Clock;
  /** @default 1000 */
  readonly entries?: number;
  /** Of all bodies and keys together. @default 32 MiB */
  readonly bytes?: number;
}

type Fetch = () => Promise<SharedAnswer | undefined>;

/**
 * Answers of public reads, kept for a second or two, and one question at a time: whoever asks the same meanwhile waits
 * for its answer. The question belongs to none of them; it goes on when a client leaves.
 */
export class ResponseCache {
  readonly #kept: LRUCache<string, SharedAnswer>;
  readonly #flights = new Map<string, ReturnType<Fetch>>();

  constructor({ clock, entries = 1000, bytes = 32 * 1024 * 1024 }: ResponseCacheOptions) {
    this.#kept = new LRUCache({
      max: entries,
      maxSize: bytes,
      sizeCalculation: ({ body, packed }, key) => body.length + (packed?.length ?? 0) + key.length + 1,
      ttlResolution: 0,
      perf: { now: () => clock.now().getTime() },
    });
  }

  /**
   * The answer to a question: kept, on its way, or fetched now. Only 200 is kept; anything else is given to those who
   * wait and forgotten.
   * @throws what `fetch` throws, to all who wait; the next one asks anew
   */
  async get(key: string, seconds: number, fetch: Fetch): Promise<SharedAnswer | undefined> {
    return this.#kept.get(key) ?? this.#flights.get(key) ?? this.#fly(key, seconds, fetch);
  }

  #fly(key: string, seconds: number, fetch: Fetch): ReturnType<Fetch> {
    const flight = fetch()
      .then((answer) => {
        if (answer?.status === 200) this.#kept.set(key, answer, { ttl: seconds * 1000 });
        return answer;
      })
      .finally(() => this.#flights.delete(key));
    this.#flights.set(key, flight);
    return flight;
  }
}
