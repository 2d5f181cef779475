import type { Clock } from '../clock.ts';

/** A clock that goes with the real time plus what a test adds. */
export class TestClock implements Clock {
  #ahead = 0;

  now(): Date {
    return new Date(Date.now() + this.#ahead);
  }

  advance(seconds: number): void {
    this.#ahead += seconds * 1000;
  }
}
