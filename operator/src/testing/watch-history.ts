import { ApiError, type StoredObject, type WatchEvent } from '../kubernetes/kubernetes-api.ts';

export interface Change {
  readonly version: number;
  readonly before: StoredObject | undefined;
  readonly after: StoredObject | undefined;
}

type Matches = (object: StoredObject) => boolean;
type Ending = 'end' | ApiError;

/** An open watch, and how it is told of news. */
interface Watcher {
  wake: () => void;
  ending?: Ending;
  silent: boolean;
}

/** What happened in a cluster, for those who watch. */
export class WatchHistory {
  #changes: Change[] = [];
  /** Nothing up to here is remembered. */
  #forgotten = 0;
  readonly #watchers = new Set<Watcher>();
  #bookmarks = 0;
  #bookmarkVersion = 0;

  add(change: Change): void {
    this.#changes.push(change);
    this.#wakeAll();
  }

  /** Forgets what was, as the server does after some minutes: watches from before are refused. */
  forget(version: number): void {
    this.#changes = this.#changes.filter((change) => change.version > version);
    this.#forgotten = Math.max(this.#forgotten, version);
  }

  bookmark(version: number): void {
    this.#bookmarks++;
    this.#bookmarkVersion = version;
    this.#wakeAll();
  }

  end(ending: Ending): void {
    for (const watcher of this.#watchers) watcher.ending = ending;
    this.#wakeAll();
  }

  silence(): void {
    for (const watcher of this.#watchers) watcher.silent = true;
  }

  get watchers(): number {
    return this.#watchers.size;
  }

  async *watch(
    matches: Matches,
    from: number,
    bookmarkOf: (version: number) => StoredObject,
    signal: AbortSignal,
  ): AsyncGenerator<WatchEvent> {
    const watcher: Watcher = { wake: () => undefined, silent: false };
    const onAbort = () => watcher.wake();
    let seen = from;
    let bookmarksSeen = this.#bookmarks;
    this.#watchers.add(watcher);
    signal.addEventListener('abort', onAbort);
    try {
      while (!signal.aborted) {
        if (watcher.ending === 'end') return;
        if (watcher.ending !== undefined) throw watcher.ending;
        if (seen < this.#forgotten && from === seen) throw expired(from, this.#forgotten);
        const change = watcher.silent ? undefined : this.#changes.find(({ version }) => version > seen);
        if (change !== undefined) {
          seen = change.version;
          const event = eventOf(change, matches);
          if (event !== undefined) yield event;
        } else if (!watcher.silent && bookmarksSeen < this.#bookmarks) {
          bookmarksSeen = this.#bookmarks;
          yield { type: 'BOOKMARK', object: bookmarkOf(this.#bookmarkVersion) };
        } else
          await new Promise<void>((resolve) => {
            watcher.wake = resolve;
          });
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.#watchers.delete(watcher);
    }
  }

  #wakeAll(): void {
    for (const watcher of this.#watchers) watcher.wake();
  }
}

/** An object that leaves the selection is told as deleted, one that enters it as added. */
function eventOf({ version, before, after }: Change, matches: Matches): WatchEvent | undefined {
  const [was, is] = [before, after].map((object) => object !== undefined && matches(object));
  if (is && after !== undefined) return { type: was ? 'MODIFIED' : 'ADDED', object: structuredClone(after) };
  if (!was || before === undefined) return undefined;
  const last = structuredClone(after ?? before);
  return { type: 'DELETED', object: { ...last, metadata: { ...last.metadata, resourceVersion: String(version) } } };
}

export function expired(version: number, oldest: number): ApiError {
  return new ApiError(410, 'Expired', `too old resource version: ${version} (${oldest})`);
}
