import type { Logger } from 'pino';
import type { Clock } from '../operations/clock.ts';
import type { WorkQueue } from './work-queue.ts';

/** What came of one pass over a key. */
export interface ReconcileResult {
  /** When to look again without being told. @default only when something changes */
  readonly againAfterSeconds?: number;
}

/** Brings what is to what is wanted; is told no more than which. @throws to be tried again later, and later each time */
export type Reconcile = (key: string, signal: AbortSignal) => Promise<ReconcileResult | undefined>;

export interface ReconcileObserver {
  began(): void;
  ended(result: 'success' | 'requeue_after' | 'error', seconds: number): void;
}

export interface ControllerOptions {
  readonly queue: WorkQueue;
  readonly reconcile: Reconcile;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Hears of every pass. @default nobody */
  readonly observer?: ReconcileObserver;
  /** How many keys at a time. @default 1 */
  readonly workers?: number;
}

export interface Controller {
  /** Begins nothing more, tells what is at hand by its signal, and waits for it. */
  stop(): Promise<void>;
}

/** Works off a queue until it is stopped. */
export function startController(options: ControllerOptions): Controller {
  const { queue, workers = 1 } = options;
  const stopping = new AbortController();
  const running = Array.from({ length: workers }, () => work(options, stopping.signal));
  return {
    async stop() {
      queue.stop();
      stopping.abort();
      await Promise.all(running);
    },
  };
}

async function work(options: ControllerOptions, signal: AbortSignal): Promise<void> {
  const { queue } = options;
  for (let key = await queue.take(); key !== undefined; key = await queue.take())
    try {
      await pass(options, key, signal);
    } finally {
      queue.done(key);
    }
}

async function pass(
  { queue, reconcile, clock, logger, observer }: ControllerOptions,
  key: string,
  signal: AbortSignal,
) {
  const began = clock.elapsed();
  const seconds = () => (clock.elapsed() - began) / 1000;
  observer?.began();
  try {
    const again = (await reconcile(key, signal))?.againAfterSeconds;
    // Forgotten first: an addition that is planned for later must not look like a failure.
    queue.forget(key);
    if (again !== undefined) queue.addAfter(key, again * 1000);
    observer?.ended(again === undefined ? 'success' : 'requeue_after', seconds());
  } catch (error) {
    observer?.ended('error', seconds());
    if (signal.aborted) return; // the process ends: it was called off, and the next one begins anew
    const failures = queue.failures(key) + 1;
    const milliseconds = queue.retry(key);
    logger.error({ error, key, failures }, `reconciling ${key} failed and is tried again in ${milliseconds / 1000} s`);
  }
}
