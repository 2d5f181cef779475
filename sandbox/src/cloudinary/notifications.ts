import { randomBytes } from 'node:crypto';
import { JsonFolder } from '../json-folder.ts';
import type { Log } from '../log.ts';
import { notificationSignature } from './signatures.ts';

export interface Notification {
  readonly id: string;
  readonly url: string;
  readonly body: string;
  readonly state: 'pending' | 'held' | 'dropped' | 'delivered' | 'failed';
  /** Statuses of the receiver's answers, 0 where there was none. */
  readonly attempts: readonly number[];
  readonly nextAttemptAt: number;
}

/** What a test chose; it counts when a notification is made. */
export type NotificationMode = 'normal' | 'hold' | 'drop';

export interface NotificationsOptions {
  readonly folder: string;
  readonly apiSecret: string;
  /** Milliseconds before the first repetition; the second waits twice, the third three times as long. */
  readonly backoff: number;
  readonly log: Log;
}

/** It is sent again three times, after 3, 6 and 9 minutes. https://cloudinary.com/documentation/notifications */
const MOST_ATTEMPTS = 4;
const ANSWER_TIMEOUT = 10_000;

/** Brings notifications to the address that an upload named: on disk first, then sent until it is accepted or given up. */
export class Notifications {
  mode: NotificationMode = 'normal';
  readonly #options: NotificationsOptions;
  readonly #notifications: JsonFolder<Notification>;
  readonly #stopping = new AbortController();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #sending = new Set<Promise<unknown>>();

  constructor(options: NotificationsOptions) {
    this.#options = options;
    this.#notifications = new JsonFolder(options.folder);
  }

  all(): Notification[] {
    return this.#notifications.all();
  }

  /** Goes on with what an earlier run left. */
  start(): void {
    for (const notification of this.all().filter(({ state }) => state === 'pending')) this.#plan(notification);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all(this.#sending);
  }

  add(url: string, payload: object): void {
    const state = this.mode === 'hold' ? 'held' : this.mode === 'drop' ? 'dropped' : 'pending';
    const id = randomBytes(8).toString('hex');
    const notification: Notification = {
      id,
      url,
      body: JSON.stringify(payload),
      state,
      attempts: [],
      nextAttemptAt: Date.now(),
    };
    this.#notifications.put(notification);
    if (state === 'pending') this.#plan(notification);
  }

  /** Sends exactly these once, whatever became of them before. */
  async release(ids: readonly string[]): Promise<Notification[]> {
    const released: Notification[] = [];
    for (const id of ids) {
      const notification = this.#notifications.get(id);
      if (notification !== undefined) released.push(await this.#send(notification));
    }
    return released;
  }

  #plan(notification: Notification): void {
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        const sending = this.#send(notification).finally(() => this.#sending.delete(sending));
        this.#sending.add(sending);
      },
      Math.max(0, notification.nextAttemptAt - Date.now()),
    );
    this.#timers.add(timer);
  }

  async #send(notification: Notification): Promise<Notification> {
    const status = await this.#attempt(notification);
    // Broken off by the end of this run: it counts as never made.
    if (this.#stopping.signal.aborted) return notification;
    const attempts = [...notification.attempts, status];
    const state = status === 200 ? 'delivered' : attempts.length < MOST_ATTEMPTS ? 'pending' : 'failed';
    const nextAttemptAt = Date.now() + this.#options.backoff * attempts.length;
    const sent: Notification = { ...notification, attempts, state, nextAttemptAt };
    this.#notifications.put(sent);
    this.#options.log(status === 200 ? 'info' : 'warn', 'Notification sent', { 'http.response.status_code': status });
    if (state === 'pending') this.#plan(sent);
    return sent;
  }

  async #attempt({ url, body }: Notification): Promise<number> {
    const timestamp = Math.floor(Date.now() / 1000);
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'content-type': 'application/json',
          'X-Cld-Timestamp': String(timestamp),
          'X-Cld-Signature': notificationSignature(body, timestamp, this.#options.apiSecret),
        },
        body,
        signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(ANSWER_TIMEOUT)]),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }
}
