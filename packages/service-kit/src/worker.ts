import type { Logger } from './observability/logger.ts';

export interface WorkerOptions {
  readonly name: string;
  readonly logger: Logger;
  /** Does one thing that is due. @returns whether there was one */
  readonly takeOne: () => Promise<boolean>;
}

/** Works off what is due: right after something came (`wake`), and by a job (`run`) what a failure or a crash left. */
export class Worker {
  readonly #options: WorkerOptions;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  /** Returns at once. */
  wake(): void {
    const { logger, name } = this.#options;
    this.run().catch((error: unknown) => logger.warn({ error }, `${name} stopped and wait for the next run`));
  }

  /** Works off all that is due; one pass at a time in this process. @throws what `takeOne` throws, which ends the pass */
  async run(): Promise<void> {
    this.#again = this.#running !== undefined;
    this.#running ??= this.#passes();
    return this.#running;
  }

  /** Waits for the pass at hand, if any. */
  async settle(): Promise<void> {
    await this.#running?.catch(() => {}); // its failure was told to whoever began it
  }

  async #passes(): Promise<void> {
    try {
      do {
        this.#again = false;
        while (await this.#options.takeOne());
      } while (this.#again);
    } finally {
      this.#running = undefined; // in the same breath as the last look at #again, so that no wake falls between
    }
  }
}
