import { setMaxListeners } from 'node:events';
import { JsonFolder } from '../json-folder.ts';
import type { Log } from '../log.ts';
import { newIdentifier } from './identifiers.ts';
import { webhookSignature } from './signatures.ts';

export interface DeliveryAttempt {
  readonly at: string;
  readonly durationMilliseconds: number;
  /** What went wrong on the way to the receiver on purpose. */
  readonly corrupt: DeliverySettings['corrupt'];
  readonly status?: number;
  /** The beginning of the receiver's answer. */
  readonly answer?: string;
  /** Why there was no answer. */
  readonly error?: string;
}

/** One event on its way to the shop. */
export interface Delivery {
  /** Value of x-razorpay-event-id. */
  readonly id: string;
  readonly event: string;
  readonly body: string;
  readonly createdAt: string;
  readonly state: 'pending' | 'held' | 'dropped' | 'delivered' | 'failed';
  /** How many accepted deliveries are still to come. */
  readonly remaining: number;
  /** How often it was refused since it was last accepted. */
  readonly refusals: number;
  readonly nextAttemptAt: number;
  /** The newest ones. */
  readonly attempts: readonly DeliveryAttempt[];
}

/** What a test chose. Mode, repeat and delay count when an event comes or is released, order and corrupt when it is sent. */
export interface DeliverySettings {
  readonly mode: 'normal' | 'hold' | 'drop';
  /** How often each event is delivered. */
  readonly repeat: number;
  /** Order among what is due at the same moment: one after another, or all at once. */
  readonly order: 'as-is' | 'reversed' | 'together';
  readonly delayMilliseconds: number;
  readonly corrupt: 'signature' | 'body' | 'none';
}

export const defaultSettings: DeliverySettings = {
  mode: 'normal',
  repeat: 1,
  order: 'as-is',
  delayMilliseconds: 0,
  corrupt: 'none',
};

export interface WebhookDeliveriesOptions {
  readonly folder: string;
  readonly url: string;
  readonly secret: string;
  /** Milliseconds; doubles with every refusal up to a minute. */
  readonly firstBackoff: number;
  readonly log: Log;
}

/** A receiver that takes longer counts as one that refused. https://razorpay.com/docs/webhooks/best-practices/ */
const ANSWER_TIMEOUT = 5_000;
/** An event is given up a day after it was made. https://razorpay.com/docs/webhooks/best-practices/ */
const GIVE_UP_AFTER = 24 * 60 * 60 * 1000;
const LONGEST_BACKOFF = 60_000;
const KEPT_ATTEMPTS = 50;
const KEPT_ANSWER_LENGTH = 2_000;

/** Brings events to the shop at least once: on disk first, then sent until the shop accepts. */
export class WebhookDeliveries {
  readonly #options: WebhookDeliveriesOptions;
  readonly #deliveries: JsonFolder<Delivery>;
  readonly #stopping = new AbortController();
  #settings = defaultSettings;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;

  constructor(options: WebhookDeliveriesOptions) {
    this.#options = options;
    this.#deliveries = new JsonFolder(options.folder);
    setMaxListeners(0, this.#stopping.signal);
  }

  get settings(): DeliverySettings {
    return this.#settings;
  }

  set settings(settings: DeliverySettings) {
    this.#settings = settings;
  }

  all(): Delivery[] {
    return this.#deliveries.all();
  }

  /** Goes on with what an earlier run left. */
  start(): void {
    this.#wake();
  }

  /** Ends within the moment; an attempt under way is broken off and repeated by the next run. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#round;
  }

  /** Takes the events of one change, which are due at the same moment. */
  add(events: readonly { readonly name: string; readonly body: string }[]): void {
    const { mode, repeat } = this.#settings;
    const now = Date.now();
    for (const { name, body } of events) {
      this.#keep({
        id: newIdentifier(),
        event: name,
        body,
        createdAt: new Date(now).toISOString(),
        state: mode === 'hold' ? 'held' : mode === 'drop' ? 'dropped' : 'pending',
        remaining: repeat,
        refusals: 0,
        nextAttemptAt: this.#firstAttemptAt(now),
        attempts: [],
      });
    }
    this.#wake();
  }

  /**
   * Lets held deliveries go. With ids it sends just those, in that order and one after another, and resolves when the
   * last one is answered; an id may come several times and may be of an event that was dropped or delivered before.
   */
  async release(ids?: readonly string[]): Promise<Delivery[]> {
    if (ids !== undefined) return this.#releaseInOrder(ids);
    const now = Date.now();
    const held = this.all().filter(({ state }) => state === 'held');
    const released = held.map((delivery) => this.#keep({ ...delivery, ...this.#afresh(now) }));
    this.#wake();
    return released;
  }

  async #releaseInOrder(ids: readonly string[]): Promise<Delivery[]> {
    const released: Delivery[] = [];
    for (const id of ids) {
      const delivery = this.#deliveries.get(id);
      if (delivery !== undefined) released.push(await this.#send({ ...delivery, remaining: 1 }));
    }
    this.#wake();
    return released;
  }

  #afresh(now: number): Partial<Delivery> {
    return {
      state: 'pending',
      remaining: this.#settings.repeat,
      refusals: 0,
      nextAttemptAt: this.#firstAttemptAt(now),
    };
  }

  #firstAttemptAt(now: number): number {
    return now + this.#settings.delayMilliseconds;
  }

  /** Sees to it that a round runs when the next delivery is due. */
  #wake(): void {
    if (this.#stopping.signal.aborted || this.#round !== undefined) return;
    clearTimeout(this.#timer);
    const next = Math.min(...this.#pending().map(({ nextAttemptAt }) => nextAttemptAt));
    if (next === Number.POSITIVE_INFINITY) return;
    this.#timer = setTimeout(() => this.#startRound(), Math.max(0, next - Date.now()));
  }

  #startRound(): void {
    this.#round = this.#runRound().finally(() => {
      this.#round = undefined;
      this.#wake();
    });
  }

  async #runRound(): Promise<void> {
    const now = Date.now();
    const due = this.#pending().filter(({ nextAttemptAt }) => nextAttemptAt <= now);
    const { order } = this.#settings;
    if (order === 'together') {
      await Promise.all(due.map((delivery) => this.#send(delivery)));
      return;
    }
    for (const delivery of order === 'reversed' ? due.reverse() : due) {
      if (this.#stopping.signal.aborted) return;
      await this.#send(delivery);
    }
  }

  #pending(): Delivery[] {
    return this.all().filter(({ state }) => state === 'pending');
  }

  async #send(delivery: Delivery): Promise<Delivery> {
    const attempt = await this.#attempt(delivery);
    // Broken off by the end of this run: it counts as never made.
    if (this.#stopping.signal.aborted) return delivery;
    const accepted = attempt.status !== undefined && attempt.status >= 200 && attempt.status < 300;
    this.#options.log(
      accepted ? 'info' : 'warn',
      `Webhook ${delivery.event} ${accepted ? 'delivered' : 'not accepted'}`,
      {
        'event.id': delivery.id,
        'event.action': delivery.event,
        'http.response.status_code': attempt.status,
        'error.message': attempt.error,
      },
    );
    const attempts = [...delivery.attempts, attempt].slice(-KEPT_ATTEMPTS);
    const next = accepted ? afterAcceptance(delivery) : this.#afterRefusal(delivery);
    return this.#keep({ ...delivery, ...next, attempts });
  }

  async #attempt({ id, body }: Delivery): Promise<DeliveryAttempt> {
    const { url, secret } = this.#options;
    const { corrupt } = this.#settings;
    const startedAt = Date.now();
    const made = { at: new Date(startedAt).toISOString(), corrupt };
    const signature = webhookSignature(body, corrupt === 'signature' ? `not ${secret}` : secret);
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/json', 'X-Razorpay-Signature': signature, 'x-razorpay-event-id': id },
        body: corrupt === 'body' ? withOtherAmounts(body) : body,
        signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(ANSWER_TIMEOUT)]),
      });
      const answer = (await response.text()).slice(0, KEPT_ANSWER_LENGTH);
      return { ...made, durationMilliseconds: Date.now() - startedAt, status: response.status, answer };
    } catch (error) {
      return { ...made, durationMilliseconds: Date.now() - startedAt, error: reasonOf(error) };
    }
  }

  #afterRefusal({ createdAt, refusals }: Delivery): Partial<Delivery> {
    const now = Date.now();
    if (now - Date.parse(createdAt) > GIVE_UP_AFTER) return { state: 'failed' };
    const backoff = Math.min(this.#options.firstBackoff * 2 ** Math.min(refusals, 20), LONGEST_BACKOFF);
    return { state: 'pending', refusals: refusals + 1, nextAttemptAt: now + backoff };
  }

  #keep(delivery: Delivery): Delivery {
    this.#deliveries.put(delivery);
    return delivery;
  }
}

function afterAcceptance({ remaining }: Delivery): Partial<Delivery> {
  const left = remaining - 1;
  return { state: left > 0 ? 'pending' : 'delivered', remaining: left, refusals: 0, nextAttemptAt: Date.now() };
}

/** Bytes that somebody changed on the way: still JSON, but the signature is over other ones. */
function withOtherAmounts(body: string): string {
  return body.replace(/"amount":(\d+)/g, '"amount":1$1');
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
