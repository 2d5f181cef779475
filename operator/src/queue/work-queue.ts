import type { Clock } from '../operations/clock.ts';
import { Backoff, TokenBucket } from './rate-limit.ts';

export interface WorkQueueOptions {
  readonly clock: Clock;
  /** Hears of everything that is counted. @default nobody */
  readonly observer?: WorkQueueObserver;
  /** Wait after a first failure. @default 500 */
  readonly firstMilliseconds?: number;
  /** Wait after many. @default 60000 */
  readonly longestMilliseconds?: number;
  /** Retries of all keys together. @default 10 */
  readonly perSecond?: number;
  /** Retries of all keys at once. @default 100 */
  readonly burst?: number;
}

export interface WorkQueueObserver {
  added(): void;
  retried(): void;
  /** How many wait. */
  depth(waiting: number): void;
  /** How long one has waited. */
  taken(seconds: number): void;
  /** How long one was worked on. */
  done(seconds: number): void;
}

/**
 * Keys that need work, after client-go's workqueue. A key that waits is not added twice. A key that is worked on is marked
 * and comes again when that work is done: no two work on one key at a time, and no change that came in between is lost.
 */
export class WorkQueue {
  readonly #clock: Clock;
  readonly #observer: WorkQueueObserver | undefined;
  readonly #backoff: Backoff;
  readonly #bucket: TokenBucket;
  readonly #waiting: string[] = [];
  /** Need work, whether they wait or are worked on. */
  readonly #dirty = new Set<string>();
  readonly #processing = new Map<string, number>();
  readonly #addedAt = new Map<string, number>();
  /** When a key is added later, and what calls it off. */
  readonly #later = new Map<string, { readonly due: number; readonly calledOff: AbortController }>();
  readonly #takers: ((key: string | undefined) => void)[] = [];
  #stopped = false;

  constructor({
    clock,
    observer,
    firstMilliseconds = 500,
    longestMilliseconds = 60_000,
    perSecond = 10,
    burst = 100,
  }: WorkQueueOptions) {
    this.#clock = clock;
    this.#observer = observer;
    this.#backoff = new Backoff(firstMilliseconds, longestMilliseconds);
    this.#bucket = new TokenBucket(clock, perSecond, burst);
  }

  add(key: string): void {
    if (this.#stopped || this.#dirty.has(key)) return;
    this.#observer?.added();
    this.#dirty.add(key);
    this.#addedAt.set(key, this.#clock.elapsed());
    if (!this.#processing.has(key)) this.#enqueue(key);
  }

  /** Adds it after a time; of several times the first one counts. */
  addAfter(key: string, milliseconds: number): void {
    if (this.#stopped) return;
    if (milliseconds <= 0) {
      this.add(key);
      return;
    }
    const due = this.#clock.elapsed() + milliseconds;
    const planned = this.#later.get(key);
    if (planned !== undefined && planned.due <= due) return;
    planned?.calledOff.abort();
    const calledOff = new AbortController();
    this.#later.set(key, { due, calledOff });
    void this.#clock.wait(milliseconds, calledOff.signal).then(() => {
      if (calledOff.signal.aborted) return;
      this.#later.delete(key);
      this.add(key);
    });
  }

  /** Adds it when its own backoff and the rate of all allow. @returns milliseconds until then */
  retry(key: string): number {
    this.#observer?.retried();
    const milliseconds = Math.max(this.#backoff.next(key), this.#bucket.take());
    this.addAfter(key, milliseconds);
    return milliseconds;
  }

  /** It has succeeded: its next failure is a first one. */
  forget(key: string): void {
    this.#backoff.forget(key);
  }

  failures(key: string): number {
    return this.#backoff.failures(key);
  }

  /** The next key, which nobody else gets until `done`; undefined when the queue was stopped. */
  take(): Promise<string | undefined> {
    if (this.#stopped) return Promise.resolve(undefined);
    const key = this.#waiting.shift();
    if (key !== undefined) return Promise.resolve(this.#begin(key));
    return new Promise((resolve) => this.#takers.push(resolve));
  }

  /** Must follow every `take`, whatever came of it. */
  done(key: string): void {
    const began = this.#processing.get(key);
    if (began === undefined) return;
    this.#processing.delete(key);
    this.#observer?.done((this.#clock.elapsed() - began) / 1000);
    if (this.#dirty.has(key)) this.#enqueue(key);
  }

  /** Gives out nothing more, also of what waits: the next process finds it by itself. */
  stop(): void {
    this.#stopped = true;
    for (const { calledOff } of this.#later.values()) calledOff.abort();
    this.#later.clear();
    for (const taker of this.#takers.splice(0)) taker(undefined);
  }

  #enqueue(key: string): void {
    if (this.#stopped) return;
    const taker = this.#takers.shift();
    if (taker !== undefined) taker(this.#begin(key));
    else this.#waiting.push(key);
    this.#observer?.depth(this.#waiting.length);
  }

  #begin(key: string): string {
    const now = this.#clock.elapsed();
    this.#dirty.delete(key); // from here on a change counts as a new one
    this.#processing.set(key, now);
    this.#observer?.taken((now - (this.#addedAt.get(key) ?? now)) / 1000);
    this.#observer?.depth(this.#waiting.length);
    this.#addedAt.delete(key);
    return key;
  }
}
