import type { Clock, Logger } from '@studynotion/service-kit';
import type { WebhookDelivery, WebhookInbox } from '../data/webhook-inbox.ts';
import type { WebhookOutcome } from './process-webhook.ts';

export interface WebhookWorkerOptions {
  readonly inbox: WebhookInbox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly process: (delivery: WebhookDelivery) => Promise<WebhookOutcome>;
}

/** A replica that dies with a delivery in its hands loses its claim after this time. */
const LEASE_SECONDS = 60;
const LONGEST_PAUSE_SECONDS = 3600;
/** About two days; by then reconciling has long found out what it was about. */
const MOST_TRIES = 60;

/** Works stored deliveries off: right after one came (`wake`), and by a job what a failure or a crash left. */
export class WebhookWorker {
  readonly #options: WebhookWorkerOptions;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(options: WebhookWorkerOptions) {
    this.#options = options;
  }

  /** Returns at once. */
  wake(): void {
    this.run().catch((error: unknown) =>
      this.#options.logger.warn({ error }, 'stored webhooks could not be read; they wait for the next run'),
    );
  }

  /** Works off all that is due; one pass at a time in this process. */
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
        while (await this.#takeOne());
      } while (this.#again);
    } finally {
      this.#running = undefined; // in the same breath as the last look at #again, so that no wake falls between
    }
  }

  async #takeOne(): Promise<boolean> {
    const { inbox, clock, logger, process } = this.#options;
    const delivery = await inbox.claim(clock.now(), LEASE_SECONDS);
    if (delivery === undefined) return false;
    try {
      await inbox.finish(delivery.id, await process(delivery), clock.now());
    } catch (error) {
      const givenUp = delivery.tries >= MOST_TRIES;
      const what = givenUp ? 'failed at every attempt and is given up' : 'failed and will be tried again';
      logger[givenUp ? 'error' : 'warn']({ error, 'event.id': delivery.id }, `webhook ${delivery.event} ${what}`);
      if (givenUp) await inbox.finish(delivery.id, { state: 'failed' }, clock.now());
      else await inbox.postpone(delivery.id, new Date(clock.now().getTime() + pauseAfter(delivery.tries) * 1000));
    }
    return true;
  }
}

const pauseAfter = (tries: number): number => Math.min(2 ** tries, LONGEST_PAUSE_SECONDS);
