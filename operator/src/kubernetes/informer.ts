import type { Logger } from 'pino';
import type { Clock } from '../operations/clock.ts';
import { ApiError, type KubernetesApi, type ObjectList, type Selection, type StoredObject } from './kubernetes-api.ts';

export interface InformerOptions {
  readonly api: KubernetesApi;
  readonly selection: Selection;
  readonly clock: Clock;
  readonly logger: Logger;
  /**
   * Is told of every object that came, changed, went, or is shown again by a resync; adds a key to a queue and does no more.
   * @param object as it is, or as it was before it went
   */
  readonly onChange: (object: StoredObject) => void;
  /** How often all objects are shown again, so that what was missed anywhere is mended in the end. @default 300 */
  readonly resyncSeconds?: number;
  /** How long a watch may be silent. Bookmarks come about every minute: more of it and the connection is dead. @default 150 */
  readonly silenceSeconds?: number;
  /** Wait after a first failure. @default 500 */
  readonly firstMilliseconds?: number;
  /** Wait after many. @default 30000 */
  readonly longestMilliseconds?: number;
  /** From 0 to 1, so that many watchers of a server that was down do not come back at the same moment. @default Math.random */
  readonly random?: () => number;
}

/** A watch that held for so many milliseconds worked. */
const LONG_ENOUGH = 5000;

/**
 * All objects of a selection, as they are or were a moment ago: a list and, from its version on, a watch. Whatever ends the
 * watch, it begins anew until the informer is stopped.
 */
export class Informer {
  readonly #options: Required<InformerOptions>;
  readonly #objects = new Map<string, StoredObject>();
  readonly #stopping = new AbortController();
  readonly #running: Promise<unknown>;
  #tellSynced: () => void = () => undefined;
  #failures = 0;
  #synced = false;
  #problem: unknown;

  /** Resolves with the first list, also where the server does not have the kind: then there are none of it. */
  readonly synced: Promise<void>;

  constructor(options: InformerOptions) {
    this.#options = {
      ...{ resyncSeconds: 300, silenceSeconds: 150, firstMilliseconds: 500, longestMilliseconds: 30_000 },
      random: Math.random,
      ...options,
    };
    this.synced = new Promise((resolve) => {
      this.#tellSynced = resolve;
    });
    this.#running = Promise.all([this.#run(), this.#resync()]);
  }

  get isSynced(): boolean {
    return this.#synced;
  }

  /** Why it does not hear of changes at the moment; undefined where it does. */
  get problem(): unknown {
    return this.#problem;
  }

  get(name: string): StoredObject | undefined {
    return this.#objects.get(name);
  }

  /** By name. */
  list(): StoredObject[] {
    return [...this.#objects.values()].sort((one, other) => (one.metadata.name < other.metadata.name ? -1 : 1));
  }

  /** Waits for what is at hand; no change is told afterwards. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted)
      try {
        await this.#listAndWatch(signal);
      } catch (error) {
        if (signal.aborted) return;
        await this.#recover(error, signal);
      }
  }

  /** @throws whatever the list or the watch fails with */
  async #listAndWatch(signal: AbortSignal): Promise<void> {
    const { api, clock, selection } = this.#options;
    const list = await api.list(selection, signal);
    if (signal.aborted) return;
    this.#replaceAll(list);
    this.#problem = undefined;
    this.#tellOfSync();
    let version = list.resourceVersion;
    while (!signal.aborted) {
      const began = clock.elapsed();
      version = await this.#watch(version, signal);
      // Watches that end as they begin would make a loop that never waits.
      if (clock.elapsed() - began >= LONG_ENOUGH) this.#failures = 0;
      await this.#pause(signal);
    }
  }

  /**
   * Follows one watch until the server ends it, as it does after some minutes, or until it has been silent for too long.
   * @returns the version up to which everything is known
   */
  async #watch(from: string, signal: AbortSignal): Promise<string> {
    const { api, selection } = this.#options;
    const ending = new AbortController();
    const end = () => ending.abort();
    signal.addEventListener('abort', end);
    const silence = this.#endAfterSilence(ending);
    let version = from;
    try {
      for await (const { type, object } of api.watch(selection, from, ending.signal)) {
        if (signal.aborted) break;
        silence.heard();
        version = object.metadata.resourceVersion;
        this.#problem = undefined;
        if (type === 'DELETED') this.#forget(object);
        else if (type !== 'BOOKMARK') this.#keep(object);
      }
      return version;
    } catch (error) {
      // Whatever a watch says that was given up for its silence.
      if (ending.signal.aborted && !signal.aborted) return version;
      throw error;
    } finally {
      ending.abort();
      signal.removeEventListener('abort', end);
    }
  }

  /** A connection that died without a word looks like one on which nothing happens. */
  #endAfterSilence(ending: AbortController): { heard: () => void } {
    const { clock, silenceSeconds, selection, logger } = this.#options;
    let heardAt = clock.elapsed();
    const left = () => silenceSeconds * 1000 - (clock.elapsed() - heardAt);
    const listen = async () => {
      while (left() > 0 && !ending.signal.aborted) await clock.wait(left(), ending.signal);
      if (ending.signal.aborted) return;
      logger.warn(`the watch of ${selection.kind} was silent for ${silenceSeconds} s and begins anew`);
      ending.abort();
    };
    void listen();
    return {
      heard: () => {
        heardAt = clock.elapsed();
      },
    };
  }

  /** Tells of what went while nobody watched, too. */
  #replaceAll({ items }: ObjectList): void {
    const names = new Set(items.map(({ metadata }) => metadata.name));
    for (const object of [...this.#objects.values()]) if (!names.has(object.metadata.name)) this.#forget(object);
    for (const object of items)
      if (this.#objects.get(object.metadata.name)?.metadata.resourceVersion !== object.metadata.resourceVersion)
        this.#keep(object);
  }

  #keep(object: StoredObject): void {
    this.#objects.set(object.metadata.name, object);
    this.#tell(object);
  }

  #forget(object: StoredObject): void {
    this.#objects.delete(object.metadata.name);
    this.#tell(object);
  }

  #tell(object: StoredObject): void {
    const { onChange, logger, selection } = this.#options;
    try {
      onChange(object);
    } catch (error) {
      // One listener that fails must not make everybody deaf.
      logger.error({ error }, `a change of ${selection.kind} ${object.metadata.name} could not be told`);
    }
  }

  #tellOfSync(): void {
    this.#synced = true;
    this.#tellSynced();
  }

  async #recover(error: unknown, signal: AbortSignal): Promise<void> {
    const { selection, logger } = this.#options;
    if (error instanceof ApiError && error.reason === 'NoKindMatch') {
      this.#replaceAll({ items: [], resourceVersion: '' });
      this.#tellOfSync();
    }
    // The same again, every half a minute for as long as something is not installed, would bury the rest.
    const level = messageOf(this.#problem) === messageOf(error) ? 'debug' : 'warn';
    this.#problem = error;
    // 410 is how the server says that a list is due; the first one says nothing of trouble.
    if (error instanceof ApiError && error.status === 410 && this.#failures === 0) {
      this.#failures++;
      return;
    }
    const milliseconds = await this.#pause(signal);
    logger[level]({ error }, `watching ${selection.kind} failed and began anew after ${Math.round(milliseconds)} ms`);
  }

  async #pause(signal: AbortSignal): Promise<number> {
    const { clock, firstMilliseconds, longestMilliseconds, random } = this.#options;
    const milliseconds = Math.min(firstMilliseconds * 2 ** this.#failures++, longestMilliseconds) * (1 - random() / 2);
    await clock.wait(milliseconds, signal);
    return milliseconds;
  }

  async #resync(): Promise<void> {
    const { clock, resyncSeconds } = this.#options;
    const { signal } = this.#stopping;
    await clock.wait(resyncSeconds * 1000, signal);
    while (!signal.aborted) {
      for (const object of this.list()) this.#tell(object);
      await clock.wait(resyncSeconds * 1000, signal);
    }
  }
}

function messageOf(error: unknown): string | undefined {
  return error instanceof Error ? error.message : undefined;
}
