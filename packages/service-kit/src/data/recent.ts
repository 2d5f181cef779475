import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';

export interface RecentOptions {
  readonly clock: Clock;
  /** How old a value may be. @default 2, as old as what the gateway answers from its memory */
  readonly seconds?: number;
  /** @default 1000 */
  readonly entries?: number;
}

/**
 * Documents that many requests read and few writes change, by key, kept for a moment. Only for readers who cannot tell:
 * never for what decides who may do something, nor for what is written back. The writer of a document says `forget`, so
 * that one's own changes are seen at once; those of other replicas when the moment is over.
 */
export class Recent<Value extends object> {
  readonly #kept: LRUCache<string, Value>;
  readonly #clock: Clock;
  readonly #milliseconds: number;
  #forgotten = 0;

  constructor({ clock, seconds = 2, entries = 1000 }: RecentOptions) {
    this.#clock = clock;
    this.#milliseconds = seconds * 1000;
    this.#kept = new LRUCache({ max: entries, ttlResolution: 0, perf: { now: () => this.#clock.now().getTime() } });
  }

  /**
   * The values of these keys; those that are not kept are read, all of them at once.
   * @param read gives what is there; a key that is not there is asked for again the next time
   */
  async get(
    keys: readonly string[],
    read: (missing: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  ): Promise<ReadonlyMap<string, Value>> {
    const values = new Map<string, Value>();
    for (const key of keys) {
      const value = this.#kept.get(key);
      if (value !== undefined) values.set(key, value);
    }
    const missing = [...new Set(keys)].filter((key) => !values.has(key));
    if (missing.length === 0) return values;
    const before = this.#forgotten;
    for (const [key, value] of await read(missing)) {
      values.set(key, value);
      // What was read while somebody wrote may be what was there before.
      if (this.#forgotten === before) this.#kept.set(key, value, { ttl: this.#milliseconds });
    }
    return values;
  }

  /** To be called once a write is done. */
  forget(key: string): void {
    this.#forgotten += 1;
    this.#kept.delete(key);
  }
}
