import type { AppId, EventDefinition } from '@studynotion/contracts';

/** An event on its way out. Its id is made by the producer and stays the same however often it is sent. */
export interface OutgoingEvent {
  readonly id: string;
  readonly event: EventDefinition;
  readonly data: unknown;
  readonly occurredAt: Date;
  /** @default that of the work at hand */
  readonly traceparent?: string;
}

export interface StoredState<Value> {
  readonly value: Value;
  readonly etag: string;
}

export interface SaveStateOptions {
  /**
   * Write only over the state with this ETag; `absent`: only where there is none yet.
   * Every writer of a key must say one of them, else the condition of others has no hold. One thing Redis does not
   * refuse: a write over a state that ran out of its time in between. A value that matters says itself until when it holds.
   */
  readonly match: string | 'absent';
  /** How long the state lives, in seconds. */
  readonly timeToLiveSeconds: number;
}

/** Somebody else wrote the state in between. Nothing was written. */
export class StaleStateError extends Error {
  override readonly name = 'StaleStateError';
}

/** The sidecar, or what stands behind it, did not do what was asked; `status` where it gave one. */
export class SidecarError extends Error {
  override readonly name = 'SidecarError';
  readonly status: number | undefined;
  constructor(message: string, { status, cause }: { status?: number; cause?: unknown } = {}) {
    super(message, { cause });
    this.status = status;
  }
}

export interface Invocation {
  readonly app: AppId;
  readonly method: string;
  /** Path and query, already encoded. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** @default 5000 */
  readonly timeoutMilliseconds?: number;
  readonly signal?: AbortSignal;
}

export interface InvocationAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** @throws SyntaxError where the body is not JSON */
  json(): unknown;
}

/** All that a service wants from its Dapr sidecar. */
export interface Sidecar {
  /** Hands an event to the broker. @throws SidecarError where the broker did not take it */
  publish(event: OutgoingEvent): Promise<void>;
  /** @throws SidecarError */
  getState<Value>(key: string): Promise<StoredState<Value> | undefined>;
  /** @throws StaleStateError, SidecarError */
  saveState(key: string, value: unknown, options: SaveStateOptions): Promise<void>;
  /** @throws StaleStateError, SidecarError */
  deleteState(key: string, etag: string): Promise<void>;
  /** All keys of the app's own secret. @throws SidecarError */
  secrets(): Promise<Readonly<Record<string, string>>>;
  /** Calls another app; any status is an answer. @throws SidecarError where there is none (`status` 504 on timeout) */
  invoke(invocation: Invocation): Promise<InvocationAnswer>;
  /** Whether components are loaded and calls can go out (the app itself need not listen yet). */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}
