import { monitorEventLoopDelay } from 'node:perf_hooks';

/** A part without which the service cannot do its work. */
export interface ReadinessCheck {
  readonly name: string;
  readonly isReady: () => Promise<boolean>;
}

/** A process whose event loop stood still this long is not well, in nanoseconds. */
const LONGEST_DELAY = 10_000_000_000;
const CHECK_MILLISECONDS = 2000;

/** What a process says of itself: alive (`/healthz`), well (`/livez`) and able to work (`/readyz`). */
export class Health {
  readonly #checks: ReadinessCheck[] = [];
  readonly #delay = monitorEventLoopDelay({ resolution: 100 });
  #started = false;
  #draining = false;

  constructor() {
    this.#delay.enable();
  }

  require(check: ReadinessCheck): void {
    this.#checks.push(check);
  }

  markStarted(): void {
    this.#started = true;
  }

  /** From now on `isAlive` is false, so that the sidecar unsubscribes and lets go. */
  startDraining(): void {
    this.#draining = true;
  }

  /** Cheap on purpose, never a look at the database: a failure makes the sidecar stop all deliveries. */
  isAlive(): boolean {
    return this.isWell() && !this.#draining;
  }

  /** Like `isAlive`, but true of a process that was told to stop and answers on until nobody sends it more. */
  isWell(): boolean {
    const stuck = this.#delay.max > LONGEST_DELAY;
    this.#delay.reset();
    return !stuck;
  }

  /** @returns the names of what is missing; empty where the service is ready */
  async missing(): Promise<string[]> {
    if (!this.#started) return ['start'];
    if (this.#draining) return ['draining'];
    const answers = await Promise.all(this.#checks.map(async (check) => ((await isReady(check)) ? [] : [check.name])));
    return answers.flat();
  }

  stop(): void {
    this.#delay.disable();
  }
}

/** A check that fails or hangs says no. */
async function isReady({ isReady: check }: ReadinessCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), CHECK_MILLISECONDS);
  });
  try {
    return await Promise.race([Promise.resolve().then(check), limit]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
