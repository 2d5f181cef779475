import type { Clock } from '../operations/clock.ts';

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** A clock that stands still until a test moves it. */
export class TestClock implements Clock {
  #elapsed = 0;
  #sleepers: Sleeper[] = [];
  readonly #begin: number;

  constructor(begin = '2026-01-01T00:00:00Z') {
    this.#begin = Date.parse(begin);
  }

  now(): Date {
    return new Date(this.#begin + this.#elapsed);
  }

  elapsed(): number {
    return this.#elapsed;
  }

  wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const sleeper: Sleeper = {
        due: this.#elapsed + Math.max(0, milliseconds),
        wake: () => {
          this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
          signal?.removeEventListener('abort', sleeper.wake);
          resolve();
        },
      };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', sleeper.wake);
    });
  }

  /** How many wait for it. */
  get sleepers(): number {
    return this.#sleepers.length;
  }

  /** Moves on in the steps in which something is due, each with all that follows from it without further waiting. */
  async advance(seconds: number): Promise<void> {
    const end = this.#elapsed + seconds * 1000;
    await settled();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#elapsed = Math.max(this.#elapsed, next.due);
      next.wake();
      await settled();
    }
    this.#elapsed = end;
  }

  /** Time passes while this process stands still, and only then goes on. */
  jump(seconds: number): void {
    this.#elapsed += seconds * 1000;
  }

  #next(end: number): Sleeper | undefined {
    const due = this.#sleepers.filter((sleeper) => sleeper.due <= end);
    return due.reduce<Sleeper | undefined>(
      (first, other) => (first === undefined || other.due < first.due ? other : first),
      undefined,
    );
  }
}

/** Resolves when everything that waits for nothing outside has been done. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}
