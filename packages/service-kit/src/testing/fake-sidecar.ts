import { createHash } from 'node:crypto';
import type { EventData, EventDefinition } from '@studynotion/contracts';
import type { Clock } from '../clock.ts';
import {
  type Invocation,
  type InvocationAnswer,
  type OutgoingEvent,
  type SaveStateOptions,
  type Sidecar,
  SidecarError,
  StaleStateError,
  type StoredState,
} from '../sidecar/sidecar.ts';

/** A deleted state still refuses those who read it before, as with the real sidecar. */
const TOMBSTONE_SECONDS = 300;

interface Kept {
  /** Absent where the state was deleted. */
  readonly json?: string;
  readonly etag: string;
  readonly expiresAt: number;
}

type Responder = (invocation: Invocation) => FakeAnswer | Promise<FakeAnswer>;

export interface FakeAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A sidecar in memory for component tests. The contract suite in test/sidecar-contract.test.ts holds for it and for
 * the real daprd alike.
 */
export class FakeSidecar implements Sidecar {
  readonly published: OutgoingEvent[] = [];
  readonly invocations: Invocation[] = [];
  readonly #clock: Clock;
  readonly #secrets: Readonly<Record<string, string>>;
  readonly #state = new Map<string, Kept>();
  readonly #responders = new Map<string, Responder>();
  #writes = 0;
  #broken = new Set<'publish' | 'state' | 'secrets' | 'invoke'>();

  constructor({ clock, secrets = {} }: { clock: Clock; secrets?: Readonly<Record<string, string>> }) {
    this.#clock = clock;
    this.#secrets = secrets;
  }

  /** Makes one kind of call fail until `mend`. */
  break(part: 'publish' | 'state' | 'secrets' | 'invoke'): void {
    this.#broken.add(part);
  }

  mend(): void {
    this.#broken = new Set();
  }

  /** Answers invocations of an app whose method and path begin like this, e.g. `GET /internal/accounts/`. */
  respond(app: string, start: string, responder: Responder): void {
    this.#responders.set(`${app} ${start}`, responder);
  }

  /** The data of the events of one kind, in the order of their publishing. */
  publishedOf<Event extends EventDefinition>(event: Event): EventData<Event>[] {
    return this.published
      .filter((outgoing) => outgoing.event.type === event.type)
      .map(({ data }) => data as EventData<Event>);
  }

  async publish(event: OutgoingEvent): Promise<void> {
    this.#refuse('publish');
    event.event.data.parse(event.data);
    this.published.push(event);
  }

  async getState<Value>(key: string): Promise<StoredState<Value> | undefined> {
    this.#refuse('state');
    const kept = this.#living(key);
    return kept?.json === undefined ? undefined : { value: JSON.parse(kept.json) as Value, etag: kept.etag };
  }

  async saveState(key: string, value: unknown, { match, timeToLiveSeconds }: SaveStateOptions): Promise<void> {
    this.#refuse('state');
    const present = this.#living(key);
    const mayWrite = match === 'absent' ? present?.json === undefined : present === undefined || present.etag === match;
    if (!mayWrite) throw new StaleStateError('write state: written by somebody else');
    this.#keep(key, JSON.stringify(value), timeToLiveSeconds);
  }

  async deleteState(key: string, etag: string): Promise<void> {
    this.#refuse('state');
    const present = this.#living(key);
    if (present !== undefined && present.etag !== etag)
      throw new StaleStateError('delete state: written by somebody else');
    this.#keep(key, undefined, TOMBSTONE_SECONDS);
  }

  async secrets(): Promise<Readonly<Record<string, string>>> {
    this.#refuse('secrets');
    return this.#secrets;
  }

  async invoke(invocation: Invocation): Promise<InvocationAnswer> {
    this.#refuse('invoke');
    this.invocations.push(invocation);
    const called = `${invocation.app} ${invocation.method} ${invocation.path}`;
    const responder = [...this.#responders].find(([start]) => called.startsWith(start))?.[1];
    if (responder === undefined) throw new SidecarError(`invoke ${called}: the app cannot be reached`, { status: 502 });
    const { status, body, headers = {} } = await untilGivenUp(called, invocation, async () => responder(invocation));
    const bytes = Buffer.from(body === undefined ? '' : JSON.stringify(body));
    return { status, headers, body: bytes, json: (): unknown => JSON.parse(bytes.toString()) };
  }

  async isReady(): Promise<boolean> {
    return true;
  }

  async close(): Promise<void> {}

  /** A print of all stored state, to show that nothing changed. */
  stateFingerprint(): string {
    return createHash('sha256')
      .update(JSON.stringify([...this.#state]))
      .digest('hex');
  }

  /** Whether a text stands anywhere in the stored state. */
  stateContains(text: string): boolean {
    return [...this.#state].some(([key, { json }]) => key.includes(text) || json?.includes(text) === true);
  }

  #keep(key: string, json: string | undefined, seconds: number): void {
    this.#writes += 1;
    const expiresAt = this.#clock.now().getTime() + Math.max(1, Math.ceil(seconds)) * 1000;
    this.#state.set(key, { json, etag: String(this.#writes), expiresAt });
  }

  #living(key: string): Kept | undefined {
    const kept = this.#state.get(key);
    return kept !== undefined && kept.expiresAt > this.#clock.now().getTime() ? kept : undefined;
  }

  #refuse(part: 'publish' | 'state' | 'secrets' | 'invoke'): void {
    if (this.#broken.has(part)) throw new SidecarError(`${part} failed: broken by the test`, { status: 500 });
  }
}

/** An answer, unless its time is over or the caller gives up before it comes. */
async function untilGivenUp(
  called: string,
  { timeoutMilliseconds = 5000, signal }: Invocation,
  answer: () => Promise<FakeAnswer>,
): Promise<FakeAnswer> {
  const timeout = AbortSignal.timeout(timeoutMilliseconds);
  const both = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
  const end = new AbortController();
  const givenUp = new Promise<never>((_, reject) => {
    const refuse = () => {
      if (signal?.aborted === true) reject(new SidecarError(`invoke ${called}: given up by the caller`));
      else reject(new SidecarError(`invoke ${called}: no answer in time`, { status: 504 }));
    };
    if (both.aborted) refuse();
    else both.addEventListener('abort', refuse, { once: true, signal: end.signal });
  });
  try {
    return await Promise.race([answer(), givenUp]);
  } finally {
    end.abort();
  }
}
