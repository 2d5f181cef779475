import { UnavailableError } from '@studynotion/service-kit';

export interface BoundedQueueOptions {
  /** How many run at the same time. */
  readonly concurrency: number;
  /** How many may wait; further ones are refused at once. */
  readonly maximumWaiting: number;
}

/** Lets a few pieces of costly work run at a time, first come first served, and refuses what would wait too long. */
export class BoundedQueue {
  readonly #options: BoundedQueueOptions;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(options: BoundedQueueOptions) {
    this.#options = options;
  }

  /** @throws UnavailableError `service.unavailable` where too many wait already; whatever `work` throws */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.#enter();
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  async #enter(): Promise<void> {
    const { concurrency, maximumWaiting } = this.#options;
    if (this.#running < concurrency) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= maximumWaiting)
      throw new UnavailableError('service.unavailable', { retryAfterSeconds: 1 });
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** The place goes straight to the next in line, so that nobody slips in between. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running -= 1;
    else next();
  }
}
