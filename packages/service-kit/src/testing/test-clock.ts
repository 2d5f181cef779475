import type { Clock } from '../clock.ts';

/** A clock that goes with the real time plus what a test adds. */
export class TestClock implements Clock {
  #ahead = 0;
  #stoppedAt: number | undefined;

  now(): Date {
    return new Date((this.#stoppedAt ?? Date.now()) + this.#ahead);
  }

  advance(seconds: number): void {
    this.#ahead += seconds * 1000;
  }

  /** From now on it goes by `advance` alone, so that a test of a rate does not depend on how fast the machine is. */
  stop(): void {
    this.#stoppedAt ??= Date.now();
  }

  /** It goes with the real time again. */
  go(): void {
    this.#stoppedAt = undefined;
  }
}
